import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { execa } from "execa";
import { createBlob, pushManifest } from "./demo-push.ts";

const METADATA = { apiVersion: "v2", name: "hello", version: "0.1.0", description: "Says hello", type: "application" };
const FILES = {
  "Chart.yaml": Object.entries(METADATA).map(([key, value]) => `${key}: ${value}\n`).join(""),
  "values.yaml": "greeting: hello\n",
  "templates/greeting.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}\ndata:\n  greeting: {{ .Values.greeting | quote }}\n",
};

/** Pushes a Helm chart as `helm push` does (Helm's OCI media types); returns its reference. `registry` is `HOST:PORT`. */
export async function pushDemoChart(workDir: string, registry: string): Promise<string> {
  for (const [name, text] of Object.entries(FILES)) {
    const file = path.join(workDir, "hello", name);
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  const { stdout } = await execa("tar", ["--owner=0", "--group=0", "-C", workDir, "-cz", ...Object.keys(FILES).map((name) => `hello/${name}`)], { encoding: "buffer" });
  const config = createBlob("application/vnd.cncf.helm.config.v1+json", Buffer.from(JSON.stringify(METADATA)));
  const chart = createBlob("application/vnd.cncf.helm.chart.content.v1.tar+gzip", Buffer.from(stdout));
  return pushManifest({ registry, repository: "charts/hello", tag: "0.1.0" }, { config, layers: [chart] });
}
