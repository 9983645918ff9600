import { busyboxLayers } from "./busybox.ts";
import { cached } from "./cache.ts";
import { createLayout, hostArchitecture, type LayerSource } from "./layout.ts";
import { createTar, type TarEntry } from "./tar.ts";

/** An image by which containerd's client suite knows it. */
export interface SuiteImage {
  name: string;
  tag: string;
  layout: string;
}

// A container's first process can't be ended by SIGTERM unless it catches it; that of the suite's own image does.
const NC = "#!/bin/sh\ntrap 'exit 143' TERM\n/bin/busybox nc \"$@\" &\nwait $!\n";
const USERS = { passwd: ["root:x:0:0:root:/root:/bin/sh", "sys:x:3:3:sys:/dev:/bin/false", "www-data:x:33:33:www:/var/www:/bin/false", "backup:x:34:34:backup:/var:/bin/false", "nobody:x:65534:65534:nobody:/:/bin/false"], group: ["root:x:0:", "sys:x:3:", "www-data:x:33:", "backup:x:34:", "nogroup:x:65534:"] };

// What the suite's own images have of users and programs, besides busybox.
const COMMON: TarEntry[] = [
  { name: "etc/passwd", data: `${USERS.passwd.join("\n")}\n` },
  { name: "etc/group", data: `${USERS.group.join("\n")}\n` },
  { name: "bin/nc", mode: 0o755, data: NC },
  { name: "bin/bash", mode: 0o755, data: '#!/bin/sh\nexec /bin/sh "$@"\n' },
  { name: "usr/bin/passwd", mode: 0o4755, data: "#!/bin/sh\n" },
  { name: "test_dir/", type: "dir", uid: 65534, gid: 65534 },
];

const WHITEOUT_LAYERS: TarEntry[][] = [
  [{ name: "file-to-delete", data: "x" }, { name: "dir-to-delete/", type: "dir" }, { name: "dir-to-delete/file", data: "x" }],
  [{ name: ".wh.file-to-delete" }],
  [{ name: ".wh.dir-to-delete" }],
];
const SEVERAL_LAYERS: TarEntry[][] = ["one", "two", "three"].map((name) => [{ name: `${name}/`, type: "dir" }, { name: `${name}/file`, data: `${name}\n` }]);

const IMAGES: Readonly<Record<string, TarEntry[][]>> = {
  "busybox:1.36": [],
  "alpine:3.14.0": [],
  "pause:3.10.2": [],
  "pause:3.6": [],
  "volume-copy-up:2.2": SEVERAL_LAYERS,
  "volume-ownership:2.1": [],
  "whiteout-test:1.0": WHITEOUT_LAYERS,
  "e2e-test-images/busybox:1.29-2": [],
};
const WINDOWS_IMAGE = "windows/nanoserver:1809";
const FOREIGN = [{ architecture: "amd64", os: "linux" }, { architecture: "arm64", os: "linux", variant: "v8" }, { architecture: "s390x", os: "linux" }, { architecture: "ppc64le", os: "linux" }];

/** Images like those that containerd's client suite pulls: busybox for several platforms, none with a chain of layers of another's. */
export async function clientSuiteImages(): Promise<SuiteImage[]> {
  const { layers, recipe } = await busyboxLayers();
  const names = [...Object.keys(IMAGES), WINDOWS_IMAGE];
  const parent = await cached("client-suite", { recipe, COMMON, IMAGES, FOREIGN, version: 1 }, async (dir) => {
    for (const name of names) await makeImage(`${dir}/${directoryOf(name)}`, name, layers);
  });
  return names.map((image) => {
    const [name, tag] = image.split(":") as [string, string];
    return { name, tag, layout: `${parent}/${directoryOf(image)}` };
  });
}

function directoryOf(image: string): string {
  return image.replace(/[/:]/g, "_");
}

async function makeImage(dir: string, name: string, busybox: LayerSource[]): Promise<void> {
  const layout = await createLayout(dir);
  const mark = (of: string): LayerSource => ({ tar: createTar([{ name: "image", data: `${name} ${of}\n` }]) });
  const own = hostArchitecture();
  const config = { Env: ["PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"], Cmd: ["sh"] };
  const manifests = [];
  if (name === WINDOWS_IMAGE) manifests.push(await layout.addImage({ layers: [mark("windows")], platform: { architecture: own, os: "windows" } }));
  else {
    const layers = [mark(own), ...busybox, { tar: createTar(COMMON) }, ...IMAGES[name]!.map((entries) => ({ tar: createTar(entries) }))];
    manifests.push(await layout.addImage({ layers, config }));
    for (const platform of FOREIGN.filter(({ architecture }) => architecture !== own)) manifests.push(await layout.addImage({ layers: [mark(platform.architecture)], platform }));
  }
  await layout.finish(await layout.addIndex(manifests));
}
