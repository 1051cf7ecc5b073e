import { names } from "./notebook.ts";
import { describeSite } from "./site.ts";

describeSite(names);
