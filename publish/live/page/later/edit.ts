import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { javascript } from "@codemirror/lang-javascript";
import { bracketMatching, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { EditorState } from "@codemirror/state";
import { drawSelection, EditorView, keymap } from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";
import type { PageCell } from "../cell.ts";
import type { Editor } from "../editor.ts";
import type { Page } from "../page.ts";

/**
 * Opens an editor in the place of a cell's source. Shift+Enter runs the cell and goes on to the
 * next, Ctrl+Enter stays, Escape leaves; Tab is left to the page.
 * @param run the cell
 */
export async function edit(page: Page, cell: PageCell, run: () => unknown): Promise<void> {
  cell.editor ??= open(cell, run, () => page.cells[cell.number] ?? cell);
  cell.editor.focus();
}

function open(cell: PageCell, run: () => unknown, next: () => PageCell): Editor {
  const does = (act: () => unknown) => () => {
    act();
    return true;
  };
  const keys = keymap.of([
    {
      key: "Shift-Enter",
      run: does(() => {
        run();
        next().focus();
      }),
    },
    { key: "Mod-Enter", run: does(run) },
    { key: "Escape", run: does(() => cell.focus()) },
    ...defaultKeymap,
    ...historyKeymap,
  ]);
  const place = cell.openEdited();
  const view = new EditorView({
    state: EditorState.create({
      doc: cell.source,
      extensions: [
        keys,
        history(),
        drawSelection(),
        indentOnInput(),
        bracketMatching(),
        javascript({ typescript: true }),
        syntaxHighlighting(classHighlighter),
        EditorView.contentAttributes.of({
          "aria-label": `Code of cell ${cell.number}. Escape leaves the editor.`,
        }),
        EditorView.updateListener.of(({ docChanged, state }) => {
          if (docChanged) cell.edit(state.doc.toString());
        }),
      ],
    }),
  });
  place.replaceChildren(view.dom);
  return {
    focus: () => view.focus(),
    goTo(line, column) {
      const { from, to } = view.state.doc.line(Math.min(line, view.state.doc.lines));
      const anchor = Math.min(from + column - 1, to);
      view.dispatch({ selection: { anchor }, effects: EditorView.scrollIntoView(anchor) });
      view.focus();
    },
    close: () => view.destroy(),
  };
}
