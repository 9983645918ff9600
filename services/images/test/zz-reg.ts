import { addImage, makeTar, noise, startFakeRegistry } from "./fake-registry.ts";
import { writeFileSync, readFileSync } from "node:fs";
const r = await startFakeRegistry();
addImage(r, { tag: "v1", tars: [makeTar({ "bin/busybox": readFileSync("/bin/busybox"), etc: "x" }), makeTar({ b: noise(3_000_000) })] });
writeFileSync("/tmp/zz-reg.host", r.host);
setInterval(()=>{}, 1000);
