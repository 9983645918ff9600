/**
 * Makes `gen/descriptors.json` from `proto/`: of every file its FileDescriptorProto, the names it declares and the files it imports; what
 * gRPC reflection answers. protobufjs' own `toDescriptor` makes one file of each package, and names map entries as no other implementation does.
 */
import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import protobuf from "protobufjs";
import descriptor from "protobufjs/ext/descriptor.js";
import type { FileDescriptor } from "./descriptors.ts";

const WELL_KNOWN = "google/protobuf/";
const { Type: TYPE, Label } = { Type: descriptor.FieldDescriptorProto.Type, Label: descriptor.FieldDescriptorProto.Label } as unknown as Record<"Type" | "Label", Record<string, number>>;

interface Source {
  name: string;
  package: string;
  imports: string[];
  members: protobuf.ReflectionObject[];
}

/** Writes the descriptors of `protos` (absolute paths below `protoDir`), and of the well-known files that they import. */
export function generateDescriptors(protos: readonly string[], protoDir: string, target: string): void {
  const root = new protobuf.Root();
  root.resolvePath = (_origin, file) => path.resolve(protoDir, file);
  for (const file of new Set(protos.flatMap((proto) => parse(proto).imports ?? []))) if (file.startsWith(WELL_KNOWN)) root.addJSON(wellKnown(file));
  for (const proto of protos) parse(proto, root);
  root.resolveAll();

  const sources = protos.map((proto) => sourceOf(proto, path.relative(protoDir, proto), root));
  for (const name of new Set(sources.flatMap(({ imports }) => imports))) {
    if (!name.startsWith(WELL_KNOWN)) continue;
    const declared = Object.keys(namespaceIn(wellKnown(name)));
    sources.push({ name, package: "google.protobuf", imports: [], members: declared.map((member) => root.lookup(`google.protobuf.${member}`)!) });
  }
  const fileOf = new Map(sources.flatMap(({ name, members }) => members.map((member) => [member.fullName, name] as const)));
  const files = sources.toSorted((a, b) => (a.name < b.name ? -1 : 1)).map((source) => describe(source, fileOf));
  writeFileSync(target, `${JSON.stringify(files, undefined, 1)}\n`);
}

function parse(proto: string, root = new protobuf.Root()): protobuf.IParserResult {
  (protobuf.parse as { filename?: string }).filename = proto;
  return protobuf.parse(readFileSync(proto, "utf8"), root, { keepCase: true });
}

type Nested = NonNullable<protobuf.INamespace["nested"]>;

function wellKnown(file: string): Nested {
  const found = protobuf.common.get(file);
  if (found?.nested === undefined) throw new Error(`${file} is imported, and protobufjs doesn't have it`);
  return found.nested;
}

function namespaceIn(nested: Nested): Nested {
  return ["google", "protobuf"].reduce((parent, name) => (parent[name] as protobuf.INamespace).nested!, nested);
}

function sourceOf(proto: string, name: string, root: protobuf.Root): Source {
  const { package: packageName = "", imports = [] } = parse(proto);
  const members = (root.lookup(packageName) as protobuf.Namespace).nestedArray.filter(({ filename }) => filename === proto);
  return { name, package: packageName, imports, members };
}

function describe(source: Source, fileOf: ReadonlyMap<string, string>): FileDescriptor {
  const { members } = source;
  const unknown = members.find((member) => !(member instanceof protobuf.Type || member instanceof protobuf.Enum || member instanceof protobuf.Service));
  if (unknown !== undefined) throw new Error(`${source.name}: ${unknown.fullName} is neither message, enum nor service`);
  const messages = members.filter((member) => member instanceof protobuf.Type);
  const services = members.filter((member) => member instanceof protobuf.Service);
  for (const used of [...messages.flatMap(referencesOf), ...services.flatMap(({ methodsArray }) => methodsArray.flatMap((method) => [method.resolvedRequestType!, method.resolvedResponseType!]))]) {
    const file = fileOf.get(topLevel(used).fullName);
    if (file !== source.name && !source.imports.includes(file ?? "")) throw new Error(`${source.name} uses ${used.fullName} and doesn't import ${file}`);
  }
  const bytes = descriptor.FileDescriptorProto.encode({
    name: source.name,
    package: source.package,
    dependency: source.imports,
    messageType: messages.map(describeMessage),
    enumType: members.filter((member) => member instanceof protobuf.Enum).map(describeEnum),
    service: services.map(describeService),
    syntax: "proto3",
  }).finish();
  return { name: source.name, dependencies: source.imports, symbols: members.flatMap(symbolsOf), bytes: Buffer.from(bytes).toString("base64") };
}

function topLevel(object: protobuf.ReflectionObject): protobuf.ReflectionObject {
  return object.parent instanceof protobuf.Type ? topLevel(object.parent) : object;
}

function referencesOf(type: protobuf.Type): protobuf.ReflectionObject[] {
  const own = type.fieldsArray.map(({ resolvedType }) => resolvedType).filter((resolved) => resolved !== null);
  return [...own, ...type.nestedArray.filter((nested) => nested instanceof protobuf.Type).flatMap(referencesOf)];
}

/** Every name that reflection may be asked for; a value of an enum is a sibling of the enum. */
function symbolsOf(object: protobuf.ReflectionObject): string[] {
  const own = nameOf(object);
  if (object instanceof protobuf.Enum) return [own, ...Object.keys(object.values).map((value) => own.replace(/[^.]+$/, value))];
  if (object instanceof protobuf.Service) return [own, ...object.methodsArray.map(nameOf)];
  const type = object as protobuf.Type;
  return [own, ...type.fieldsArray.map(nameOf), ...type.oneofsArray.map(nameOf), ...type.nestedArray.flatMap(symbolsOf)];
}

function nameOf(object: protobuf.ReflectionObject): string {
  return object.fullName.replace(/^\./, "");
}

function describeMessage(type: protobuf.Type): descriptor.IDescriptorProto {
  const maps = type.fieldsArray.filter((field) => field instanceof protobuf.MapField);
  return {
    name: type.name,
    field: type.fieldsArray.map((field) => describeField(field, type)),
    oneofDecl: type.oneofsArray.map(({ name }) => ({ name })),
    nestedType: [...type.nestedArray.filter((nested) => nested instanceof protobuf.Type).map(describeMessage), ...maps.map(describeEntry)],
    enumType: type.nestedArray.filter((nested) => nested instanceof protobuf.Enum).map(describeEnum),
  };
}

function describeField(field: protobuf.Field, type: protobuf.Type): descriptor.IFieldDescriptorProto {
  const { name, id: number } = field;
  const base = { name, number, jsonName: jsonNameOf(name), label: field.repeated || field.map ? Label["LABEL_REPEATED"] : Label["LABEL_OPTIONAL"] } as descriptor.IFieldDescriptorProto;
  if (field.map) return { ...base, type: TYPE["TYPE_MESSAGE"]!, typeName: `${type.fullName}.${entryName(name)}` };
  const optional = field.options?.["proto3_optional"] === true ? { proto3Optional: true } : {};
  const oneof = field.partOf === null ? {} : { oneofIndex: type.oneofsArray.indexOf(field.partOf) };
  return { ...base, ...typeOf(field), ...oneof, ...optional };
}

function typeOf({ type, resolvedType }: protobuf.FieldBase): { type: number; typeName?: string } {
  if (resolvedType === null) return { type: TYPE[`TYPE_${type.toUpperCase()}`]! };
  return { type: TYPE[resolvedType instanceof protobuf.Enum ? "TYPE_ENUM" : "TYPE_MESSAGE"]!, typeName: resolvedType.fullName };
}

function describeEntry(field: protobuf.MapField): descriptor.IDescriptorProto {
  const label = Label["LABEL_OPTIONAL"];
  const key = { name: "key", jsonName: "key", number: 1, label, type: TYPE[`TYPE_${field.keyType.toUpperCase()}`]! };
  const value = { name: "value", jsonName: "value", number: 2, label, ...typeOf(field) };
  return { name: entryName(field.name), field: [key, value] as descriptor.IFieldDescriptorProto[], options: { mapEntry: true } };
}

function describeEnum({ name, values }: protobuf.Enum): descriptor.IEnumDescriptorProto {
  return { name, value: Object.entries(values).map(([value, number]) => ({ name: value, number })) };
}

function describeService({ name, methodsArray }: protobuf.Service): descriptor.IServiceDescriptorProto {
  const method = methodsArray.map((each) => ({
    name: each.name,
    inputType: each.resolvedRequestType!.fullName,
    outputType: each.resolvedResponseType!.fullName,
    ...(each.requestStream ? { clientStreaming: true } : {}),
    ...(each.responseStream ? { serverStreaming: true } : {}),
  }));
  return { name, method };
}

// protoc's rules for both names.
function jsonNameOf(name: string): string {
  return name.replace(/_+(\w?)/g, (_whole, letter: string) => letter.toUpperCase());
}

function entryName(field: string): string {
  const json = jsonNameOf(field);
  return `${json.charAt(0).toUpperCase()}${json.slice(1)}Entry`;
}
