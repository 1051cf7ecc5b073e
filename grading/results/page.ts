import { escapeHtml } from "lib/display";

const STYLE = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid #8886; padding: 0.3rem 0.6rem; text-align: left; vertical-align: top; }
td.number, th.number { text-align: right; white-space: nowrap; }
pre { background: #8881; padding: 0.6rem; overflow-x: auto; font-size: 0.85rem; white-space: pre-wrap; }
article { border-top: 1px solid #8886; padding: 0.5rem 0; }
input[type="number"] { width: 5rem; }
label { display: block; margin: 0.4rem 0; }
textarea { width: 100%; box-sizing: border-box; font: inherit; }
.state { margin-left: 1rem; }`;

/**
 * A page that runs nothing of what it shows: students' text is to be escaped, and a policy forbids
 * all scripts but the one given.
 *
 * @param body HTML
 * @param script with its address, if there is one
 */
export const page = (title: string, body: string, script?: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'${script ? "; script-src 'self'; connect-src 'self'" : ""}">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
${script ? `<script type="module" src="${script}"></script>` : ""}
</head>
<body>
<h1>${escapeHtml(title)}</h1>
${body}
</body>
</html>
`;
