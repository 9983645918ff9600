import { writeFileSync } from "node:fs";
import path from "node:path";
import { renderConfigDocs } from "./docs.ts";

writeFileSync(path.join(import.meta.dirname, "../../docs/config.md"), renderConfigDocs());
