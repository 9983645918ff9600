/*eslint-disable block-scoped-var, id-length, no-control-regex, no-magic-numbers, no-mixed-operators, no-prototype-builtins, no-redeclare, no-shadow, no-var, sort-vars, default-case, jsdoc/require-param*/
import $protobuf from "protobufjs/minimal.js";

const $Reader = $protobuf.Reader, $Writer = $protobuf.Writer, $util = $protobuf.util;
const $Object = $util.global.Object, $undefined = $util.global.undefined, $Error = $util.global.Error, $RangeError = $util.global.RangeError;

function $lazy(owner, name, make) {
const define = (value) => Object.defineProperty(owner, name, { value, writable: true, enumerable: true, configurable: true });
Object.defineProperty(owner, name, { get: () => { const value = make(); define(value); return value; }, set: define, enumerable: true, configurable: true });
}

const $root = $protobuf.roots["default"] || ($protobuf.roots["default"] = {});

export const containerd = $root.containerd = (() => {

const containerd = {};

$lazy(containerd, "events", function() {

const events = {};

$lazy(events, "ContainerCreate", function() {

const ContainerCreate = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ContainerCreate.prototype.id = "";
ContainerCreate.prototype.image = "";
ContainerCreate.prototype.runtime = null;

ContainerCreate.create = function(properties) {
return new ContainerCreate(properties);
};

ContainerCreate.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.id != null && $Object.hasOwnProperty.call(m, "id") && m.id !== "")
w.uint32(10).string(m.id);
if (m.image != null && $Object.hasOwnProperty.call(m, "image") && m.image !== "")
w.uint32(18).string(m.image);
if (m.runtime != null && $Object.hasOwnProperty.call(m, "runtime"))
$root.containerd.events.ContainerCreate.Runtime.encode(m.runtime, w.uint32(26).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ContainerCreate.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.events.ContainerCreate();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.id = v;
else
delete m.id;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.image = v;
else
delete m.image;
continue;
}
case 3: {
if (u !== 2)
break;
m.runtime = $root.containerd.events.ContainerCreate.Runtime.decode(r, r.size(), $undefined, q + 1, m.runtime);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

$lazy(ContainerCreate, "Runtime", function() {

const Runtime = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

Runtime.prototype.name = "";
Runtime.prototype.options = null;

Runtime.create = function(properties) {
return new Runtime(properties);
};

Runtime.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.name != null && $Object.hasOwnProperty.call(m, "name") && m.name !== "")
w.uint32(10).string(m.name);
if (m.options != null && $Object.hasOwnProperty.call(m, "options"))
$root.google.protobuf.Any.encode(m.options, w.uint32(18).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

Runtime.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.events.ContainerCreate.Runtime();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.name = v;
else
delete m.name;
continue;
}
case 2: {
if (u !== 2)
break;
m.options = $root.google.protobuf.Any.decode(r, r.size(), $undefined, q + 1, m.options);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return Runtime;
});

return ContainerCreate;
});

$lazy(events, "ContainerUpdate", function() {

const ContainerUpdate = function (p) {
this.labels = {};
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ContainerUpdate.prototype.id = "";
ContainerUpdate.prototype.image = "";
ContainerUpdate.prototype.labels = $util.emptyObject;
ContainerUpdate.prototype.snapshotKey = "";

ContainerUpdate.create = function(properties) {
return new ContainerUpdate(properties);
};

ContainerUpdate.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.id != null && $Object.hasOwnProperty.call(m, "id") && m.id !== "")
w.uint32(10).string(m.id);
if (m.image != null && $Object.hasOwnProperty.call(m, "image") && m.image !== "")
w.uint32(18).string(m.image);
if (m.labels != null && $Object.hasOwnProperty.call(m, "labels")) {
for (var ks = $Object.keys(m.labels), i = 0; i < ks.length; ++i) {
w.uint32(26).fork().uint32(10).string(ks[i]).uint32(18).string(m.labels[ks[i]]).ldelim();
}
}
if (m.snapshotKey != null && $Object.hasOwnProperty.call(m, "snapshotKey") && m.snapshotKey !== "")
w.uint32(34).string(m.snapshotKey);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ContainerUpdate.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, k, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.events.ContainerUpdate();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.id = v;
else
delete m.id;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.image = v;
else
delete m.image;
continue;
}
case 3: {
if (u !== 2)
break;
if (m.labels === $util.emptyObject)
m.labels = {};
var c2 = r.size() + r.pos;
if (c2 > r.len)
throw $RangeError("index out of range");
r.len = c2;
k = "";
v = "";
while (r.pos < c2) {
var t2 = r.tag();
u = t2 & 7;
switch (t2 >>>= 3) {
case 1:
if (u !== 2)
break;
k = r.stringVerify();
continue;
case 2:
if (u !== 2)
break;
v = r.stringVerify();
continue;
}
r.skipType(u, q, t2);
}
if (r.pos !== c2)
throw $RangeError("index out of range");
r.len = c;
if (k === "__proto__")
$util.makeProp(m.labels, k);
m.labels[k] = v;
continue;
}
case 4: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.snapshotKey = v;
else
delete m.snapshotKey;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ContainerUpdate;
});

$lazy(events, "ContainerDelete", function() {

const ContainerDelete = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ContainerDelete.prototype.id = "";

ContainerDelete.create = function(properties) {
return new ContainerDelete(properties);
};

ContainerDelete.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.id != null && $Object.hasOwnProperty.call(m, "id") && m.id !== "")
w.uint32(10).string(m.id);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ContainerDelete.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.events.ContainerDelete();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.id = v;
else
delete m.id;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ContainerDelete;
});

$lazy(events, "ContentCreate", function() {

const ContentCreate = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ContentCreate.prototype.digest = "";
ContentCreate.prototype.size = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
ContentCreate.prototype.mediaType = "";

ContentCreate.create = function(properties) {
return new ContentCreate(properties);
};

ContentCreate.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.digest != null && $Object.hasOwnProperty.call(m, "digest") && m.digest !== "")
w.uint32(10).string(m.digest);
if (m.size != null && $Object.hasOwnProperty.call(m, "size") && (typeof m.size === "object" ? m.size.low || m.size.high : m.size !== 0))
w.uint32(16).int64(m.size);
if (m.mediaType != null && $Object.hasOwnProperty.call(m, "mediaType") && m.mediaType !== "")
w.uint32(26).string(m.mediaType);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ContentCreate.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.events.ContentCreate();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.digest = v;
else
delete m.digest;
continue;
}
case 2: {
if (u !== 0)
break;
if (typeof (v = r.int64()) === "object" ? v.low || v.high : v !== 0)
m.size = v;
else
delete m.size;
continue;
}
case 3: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.mediaType = v;
else
delete m.mediaType;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ContentCreate;
});

$lazy(events, "ContentDelete", function() {

const ContentDelete = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ContentDelete.prototype.digest = "";

ContentDelete.create = function(properties) {
return new ContentDelete(properties);
};

ContentDelete.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.digest != null && $Object.hasOwnProperty.call(m, "digest") && m.digest !== "")
w.uint32(10).string(m.digest);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ContentDelete.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.events.ContentDelete();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.digest = v;
else
delete m.digest;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ContentDelete;
});

$lazy(events, "NamespaceCreate", function() {

const NamespaceCreate = function (p) {
this.labels = {};
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

NamespaceCreate.prototype.name = "";
NamespaceCreate.prototype.labels = $util.emptyObject;

NamespaceCreate.create = function(properties) {
return new NamespaceCreate(properties);
};

NamespaceCreate.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.name != null && $Object.hasOwnProperty.call(m, "name") && m.name !== "")
w.uint32(10).string(m.name);
if (m.labels != null && $Object.hasOwnProperty.call(m, "labels")) {
for (var ks = $Object.keys(m.labels), i = 0; i < ks.length; ++i) {
w.uint32(18).fork().uint32(10).string(ks[i]).uint32(18).string(m.labels[ks[i]]).ldelim();
}
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

NamespaceCreate.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, k, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.events.NamespaceCreate();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.name = v;
else
delete m.name;
continue;
}
case 2: {
if (u !== 2)
break;
if (m.labels === $util.emptyObject)
m.labels = {};
var c2 = r.size() + r.pos;
if (c2 > r.len)
throw $RangeError("index out of range");
r.len = c2;
k = "";
v = "";
while (r.pos < c2) {
var t2 = r.tag();
u = t2 & 7;
switch (t2 >>>= 3) {
case 1:
if (u !== 2)
break;
k = r.stringVerify();
continue;
case 2:
if (u !== 2)
break;
v = r.stringVerify();
continue;
}
r.skipType(u, q, t2);
}
if (r.pos !== c2)
throw $RangeError("index out of range");
r.len = c;
if (k === "__proto__")
$util.makeProp(m.labels, k);
m.labels[k] = v;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return NamespaceCreate;
});

$lazy(events, "NamespaceUpdate", function() {

const NamespaceUpdate = function (p) {
this.labels = {};
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

NamespaceUpdate.prototype.name = "";
NamespaceUpdate.prototype.labels = $util.emptyObject;

NamespaceUpdate.create = function(properties) {
return new NamespaceUpdate(properties);
};

NamespaceUpdate.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.name != null && $Object.hasOwnProperty.call(m, "name") && m.name !== "")
w.uint32(10).string(m.name);
if (m.labels != null && $Object.hasOwnProperty.call(m, "labels")) {
for (var ks = $Object.keys(m.labels), i = 0; i < ks.length; ++i) {
w.uint32(18).fork().uint32(10).string(ks[i]).uint32(18).string(m.labels[ks[i]]).ldelim();
}
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

NamespaceUpdate.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, k, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.events.NamespaceUpdate();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.name = v;
else
delete m.name;
continue;
}
case 2: {
if (u !== 2)
break;
if (m.labels === $util.emptyObject)
m.labels = {};
var c2 = r.size() + r.pos;
if (c2 > r.len)
throw $RangeError("index out of range");
r.len = c2;
k = "";
v = "";
while (r.pos < c2) {
var t2 = r.tag();
u = t2 & 7;
switch (t2 >>>= 3) {
case 1:
if (u !== 2)
break;
k = r.stringVerify();
continue;
case 2:
if (u !== 2)
break;
v = r.stringVerify();
continue;
}
r.skipType(u, q, t2);
}
if (r.pos !== c2)
throw $RangeError("index out of range");
r.len = c;
if (k === "__proto__")
$util.makeProp(m.labels, k);
m.labels[k] = v;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return NamespaceUpdate;
});

$lazy(events, "NamespaceDelete", function() {

const NamespaceDelete = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

NamespaceDelete.prototype.name = "";

NamespaceDelete.create = function(properties) {
return new NamespaceDelete(properties);
};

NamespaceDelete.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.name != null && $Object.hasOwnProperty.call(m, "name") && m.name !== "")
w.uint32(10).string(m.name);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

NamespaceDelete.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.events.NamespaceDelete();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.name = v;
else
delete m.name;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return NamespaceDelete;
});

$lazy(events, "SandboxCreate", function() {

const SandboxCreate = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

SandboxCreate.prototype.sandboxId = "";

SandboxCreate.create = function(properties) {
return new SandboxCreate(properties);
};

SandboxCreate.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.sandboxId != null && $Object.hasOwnProperty.call(m, "sandboxId") && m.sandboxId !== "")
w.uint32(10).string(m.sandboxId);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

SandboxCreate.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.events.SandboxCreate();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.sandboxId = v;
else
delete m.sandboxId;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return SandboxCreate;
});

$lazy(events, "SandboxStart", function() {

const SandboxStart = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

SandboxStart.prototype.sandboxId = "";

SandboxStart.create = function(properties) {
return new SandboxStart(properties);
};

SandboxStart.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.sandboxId != null && $Object.hasOwnProperty.call(m, "sandboxId") && m.sandboxId !== "")
w.uint32(10).string(m.sandboxId);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

SandboxStart.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.events.SandboxStart();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.sandboxId = v;
else
delete m.sandboxId;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return SandboxStart;
});

$lazy(events, "SandboxExit", function() {

const SandboxExit = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

SandboxExit.prototype.sandboxId = "";
SandboxExit.prototype.exitStatus = 0;
SandboxExit.prototype.exitedAt = null;

SandboxExit.create = function(properties) {
return new SandboxExit(properties);
};

SandboxExit.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.sandboxId != null && $Object.hasOwnProperty.call(m, "sandboxId") && m.sandboxId !== "")
w.uint32(10).string(m.sandboxId);
if (m.exitStatus != null && $Object.hasOwnProperty.call(m, "exitStatus") && m.exitStatus !== 0)
w.uint32(16).uint32(m.exitStatus);
if (m.exitedAt != null && $Object.hasOwnProperty.call(m, "exitedAt"))
$root.google.protobuf.Timestamp.encode(m.exitedAt, w.uint32(26).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

SandboxExit.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.events.SandboxExit();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.sandboxId = v;
else
delete m.sandboxId;
continue;
}
case 2: {
if (u !== 0)
break;
if (v = r.uint32())
m.exitStatus = v;
else
delete m.exitStatus;
continue;
}
case 3: {
if (u !== 2)
break;
m.exitedAt = $root.google.protobuf.Timestamp.decode(r, r.size(), $undefined, q + 1, m.exitedAt);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return SandboxExit;
});

$lazy(events, "SnapshotPrepare", function() {

const SnapshotPrepare = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

SnapshotPrepare.prototype.key = "";
SnapshotPrepare.prototype.parent = "";
SnapshotPrepare.prototype.snapshotter = "";

SnapshotPrepare.create = function(properties) {
return new SnapshotPrepare(properties);
};

SnapshotPrepare.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.key != null && $Object.hasOwnProperty.call(m, "key") && m.key !== "")
w.uint32(10).string(m.key);
if (m.parent != null && $Object.hasOwnProperty.call(m, "parent") && m.parent !== "")
w.uint32(18).string(m.parent);
if (m.snapshotter != null && $Object.hasOwnProperty.call(m, "snapshotter") && m.snapshotter !== "")
w.uint32(42).string(m.snapshotter);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

SnapshotPrepare.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.events.SnapshotPrepare();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.key = v;
else
delete m.key;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.parent = v;
else
delete m.parent;
continue;
}
case 5: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.snapshotter = v;
else
delete m.snapshotter;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return SnapshotPrepare;
});

$lazy(events, "SnapshotCommit", function() {

const SnapshotCommit = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

SnapshotCommit.prototype.key = "";
SnapshotCommit.prototype.name = "";
SnapshotCommit.prototype.snapshotter = "";

SnapshotCommit.create = function(properties) {
return new SnapshotCommit(properties);
};

SnapshotCommit.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.key != null && $Object.hasOwnProperty.call(m, "key") && m.key !== "")
w.uint32(10).string(m.key);
if (m.name != null && $Object.hasOwnProperty.call(m, "name") && m.name !== "")
w.uint32(18).string(m.name);
if (m.snapshotter != null && $Object.hasOwnProperty.call(m, "snapshotter") && m.snapshotter !== "")
w.uint32(42).string(m.snapshotter);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

SnapshotCommit.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.events.SnapshotCommit();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.key = v;
else
delete m.key;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.name = v;
else
delete m.name;
continue;
}
case 5: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.snapshotter = v;
else
delete m.snapshotter;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return SnapshotCommit;
});

$lazy(events, "SnapshotRemove", function() {

const SnapshotRemove = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

SnapshotRemove.prototype.key = "";
SnapshotRemove.prototype.snapshotter = "";

SnapshotRemove.create = function(properties) {
return new SnapshotRemove(properties);
};

SnapshotRemove.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.key != null && $Object.hasOwnProperty.call(m, "key") && m.key !== "")
w.uint32(10).string(m.key);
if (m.snapshotter != null && $Object.hasOwnProperty.call(m, "snapshotter") && m.snapshotter !== "")
w.uint32(42).string(m.snapshotter);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

SnapshotRemove.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.events.SnapshotRemove();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.key = v;
else
delete m.key;
continue;
}
case 5: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.snapshotter = v;
else
delete m.snapshotter;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return SnapshotRemove;
});

$lazy(events, "TaskCreate", function() {

const TaskCreate = function (p) {
this.rootfs = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

TaskCreate.prototype.containerId = "";
TaskCreate.prototype.bundle = "";
TaskCreate.prototype.rootfs = $util.emptyArray;
TaskCreate.prototype.io = null;
TaskCreate.prototype.checkpoint = "";
TaskCreate.prototype.pid = 0;

TaskCreate.create = function(properties) {
return new TaskCreate(properties);
};

TaskCreate.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.containerId != null && $Object.hasOwnProperty.call(m, "containerId") && m.containerId !== "")
w.uint32(10).string(m.containerId);
if (m.bundle != null && $Object.hasOwnProperty.call(m, "bundle") && m.bundle !== "")
w.uint32(18).string(m.bundle);
if (m.rootfs != null && m.rootfs.length) {
for (var i = 0; i < m.rootfs.length; ++i)
$root.containerd.types.Mount.encode(m.rootfs[i], w.uint32(26).fork(), q + 1).ldelim();
}
if (m.io != null && $Object.hasOwnProperty.call(m, "io"))
$root.containerd.events.TaskIO.encode(m.io, w.uint32(34).fork(), q + 1).ldelim();
if (m.checkpoint != null && $Object.hasOwnProperty.call(m, "checkpoint") && m.checkpoint !== "")
w.uint32(42).string(m.checkpoint);
if (m.pid != null && $Object.hasOwnProperty.call(m, "pid") && m.pid !== 0)
w.uint32(48).uint32(m.pid);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

TaskCreate.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.events.TaskCreate();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.containerId = v;
else
delete m.containerId;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.bundle = v;
else
delete m.bundle;
continue;
}
case 3: {
if (u !== 2)
break;
if (!(m.rootfs && m.rootfs.length))
m.rootfs = [];
m.rootfs.push($root.containerd.types.Mount.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 4: {
if (u !== 2)
break;
m.io = $root.containerd.events.TaskIO.decode(r, r.size(), $undefined, q + 1, m.io);
continue;
}
case 5: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.checkpoint = v;
else
delete m.checkpoint;
continue;
}
case 6: {
if (u !== 0)
break;
if (v = r.uint32())
m.pid = v;
else
delete m.pid;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return TaskCreate;
});

$lazy(events, "TaskStart", function() {

const TaskStart = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

TaskStart.prototype.containerId = "";
TaskStart.prototype.pid = 0;

TaskStart.create = function(properties) {
return new TaskStart(properties);
};

TaskStart.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.containerId != null && $Object.hasOwnProperty.call(m, "containerId") && m.containerId !== "")
w.uint32(10).string(m.containerId);
if (m.pid != null && $Object.hasOwnProperty.call(m, "pid") && m.pid !== 0)
w.uint32(16).uint32(m.pid);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

TaskStart.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.events.TaskStart();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.containerId = v;
else
delete m.containerId;
continue;
}
case 2: {
if (u !== 0)
break;
if (v = r.uint32())
m.pid = v;
else
delete m.pid;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return TaskStart;
});

$lazy(events, "TaskDelete", function() {

const TaskDelete = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

TaskDelete.prototype.containerId = "";
TaskDelete.prototype.pid = 0;
TaskDelete.prototype.exitStatus = 0;
TaskDelete.prototype.exitedAt = null;
TaskDelete.prototype.id = "";

TaskDelete.create = function(properties) {
return new TaskDelete(properties);
};

TaskDelete.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.containerId != null && $Object.hasOwnProperty.call(m, "containerId") && m.containerId !== "")
w.uint32(10).string(m.containerId);
if (m.pid != null && $Object.hasOwnProperty.call(m, "pid") && m.pid !== 0)
w.uint32(16).uint32(m.pid);
if (m.exitStatus != null && $Object.hasOwnProperty.call(m, "exitStatus") && m.exitStatus !== 0)
w.uint32(24).uint32(m.exitStatus);
if (m.exitedAt != null && $Object.hasOwnProperty.call(m, "exitedAt"))
$root.google.protobuf.Timestamp.encode(m.exitedAt, w.uint32(34).fork(), q + 1).ldelim();
if (m.id != null && $Object.hasOwnProperty.call(m, "id") && m.id !== "")
w.uint32(42).string(m.id);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

TaskDelete.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.events.TaskDelete();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.containerId = v;
else
delete m.containerId;
continue;
}
case 2: {
if (u !== 0)
break;
if (v = r.uint32())
m.pid = v;
else
delete m.pid;
continue;
}
case 3: {
if (u !== 0)
break;
if (v = r.uint32())
m.exitStatus = v;
else
delete m.exitStatus;
continue;
}
case 4: {
if (u !== 2)
break;
m.exitedAt = $root.google.protobuf.Timestamp.decode(r, r.size(), $undefined, q + 1, m.exitedAt);
continue;
}
case 5: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.id = v;
else
delete m.id;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return TaskDelete;
});

$lazy(events, "TaskIO", function() {

const TaskIO = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

TaskIO.prototype.stdin = "";
TaskIO.prototype.stdout = "";
TaskIO.prototype.stderr = "";
TaskIO.prototype.terminal = false;

TaskIO.create = function(properties) {
return new TaskIO(properties);
};

TaskIO.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.stdin != null && $Object.hasOwnProperty.call(m, "stdin") && m.stdin !== "")
w.uint32(10).string(m.stdin);
if (m.stdout != null && $Object.hasOwnProperty.call(m, "stdout") && m.stdout !== "")
w.uint32(18).string(m.stdout);
if (m.stderr != null && $Object.hasOwnProperty.call(m, "stderr") && m.stderr !== "")
w.uint32(26).string(m.stderr);
if (m.terminal != null && $Object.hasOwnProperty.call(m, "terminal") && m.terminal !== false)
w.uint32(32).bool(m.terminal);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

TaskIO.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.events.TaskIO();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.stdin = v;
else
delete m.stdin;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.stdout = v;
else
delete m.stdout;
continue;
}
case 3: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.stderr = v;
else
delete m.stderr;
continue;
}
case 4: {
if (u !== 0)
break;
if (v = r.bool())
m.terminal = v;
else
delete m.terminal;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return TaskIO;
});

$lazy(events, "TaskExit", function() {

const TaskExit = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

TaskExit.prototype.containerId = "";
TaskExit.prototype.id = "";
TaskExit.prototype.pid = 0;
TaskExit.prototype.exitStatus = 0;
TaskExit.prototype.exitedAt = null;

TaskExit.create = function(properties) {
return new TaskExit(properties);
};

TaskExit.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.containerId != null && $Object.hasOwnProperty.call(m, "containerId") && m.containerId !== "")
w.uint32(10).string(m.containerId);
if (m.id != null && $Object.hasOwnProperty.call(m, "id") && m.id !== "")
w.uint32(18).string(m.id);
if (m.pid != null && $Object.hasOwnProperty.call(m, "pid") && m.pid !== 0)
w.uint32(24).uint32(m.pid);
if (m.exitStatus != null && $Object.hasOwnProperty.call(m, "exitStatus") && m.exitStatus !== 0)
w.uint32(32).uint32(m.exitStatus);
if (m.exitedAt != null && $Object.hasOwnProperty.call(m, "exitedAt"))
$root.google.protobuf.Timestamp.encode(m.exitedAt, w.uint32(42).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

TaskExit.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.events.TaskExit();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.containerId = v;
else
delete m.containerId;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.id = v;
else
delete m.id;
continue;
}
case 3: {
if (u !== 0)
break;
if (v = r.uint32())
m.pid = v;
else
delete m.pid;
continue;
}
case 4: {
if (u !== 0)
break;
if (v = r.uint32())
m.exitStatus = v;
else
delete m.exitStatus;
continue;
}
case 5: {
if (u !== 2)
break;
m.exitedAt = $root.google.protobuf.Timestamp.decode(r, r.size(), $undefined, q + 1, m.exitedAt);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return TaskExit;
});

$lazy(events, "TaskOOM", function() {

const TaskOOM = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

TaskOOM.prototype.containerId = "";

TaskOOM.create = function(properties) {
return new TaskOOM(properties);
};

TaskOOM.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.containerId != null && $Object.hasOwnProperty.call(m, "containerId") && m.containerId !== "")
w.uint32(10).string(m.containerId);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

TaskOOM.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.events.TaskOOM();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.containerId = v;
else
delete m.containerId;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return TaskOOM;
});

$lazy(events, "TaskExecAdded", function() {

const TaskExecAdded = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

TaskExecAdded.prototype.containerId = "";
TaskExecAdded.prototype.execId = "";

TaskExecAdded.create = function(properties) {
return new TaskExecAdded(properties);
};

TaskExecAdded.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.containerId != null && $Object.hasOwnProperty.call(m, "containerId") && m.containerId !== "")
w.uint32(10).string(m.containerId);
if (m.execId != null && $Object.hasOwnProperty.call(m, "execId") && m.execId !== "")
w.uint32(18).string(m.execId);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

TaskExecAdded.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.events.TaskExecAdded();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.containerId = v;
else
delete m.containerId;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.execId = v;
else
delete m.execId;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return TaskExecAdded;
});

$lazy(events, "TaskExecStarted", function() {

const TaskExecStarted = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

TaskExecStarted.prototype.containerId = "";
TaskExecStarted.prototype.execId = "";
TaskExecStarted.prototype.pid = 0;

TaskExecStarted.create = function(properties) {
return new TaskExecStarted(properties);
};

TaskExecStarted.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.containerId != null && $Object.hasOwnProperty.call(m, "containerId") && m.containerId !== "")
w.uint32(10).string(m.containerId);
if (m.execId != null && $Object.hasOwnProperty.call(m, "execId") && m.execId !== "")
w.uint32(18).string(m.execId);
if (m.pid != null && $Object.hasOwnProperty.call(m, "pid") && m.pid !== 0)
w.uint32(24).uint32(m.pid);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

TaskExecStarted.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.events.TaskExecStarted();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.containerId = v;
else
delete m.containerId;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.execId = v;
else
delete m.execId;
continue;
}
case 3: {
if (u !== 0)
break;
if (v = r.uint32())
m.pid = v;
else
delete m.pid;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return TaskExecStarted;
});

$lazy(events, "TaskPaused", function() {

const TaskPaused = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

TaskPaused.prototype.containerId = "";

TaskPaused.create = function(properties) {
return new TaskPaused(properties);
};

TaskPaused.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.containerId != null && $Object.hasOwnProperty.call(m, "containerId") && m.containerId !== "")
w.uint32(10).string(m.containerId);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

TaskPaused.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.events.TaskPaused();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.containerId = v;
else
delete m.containerId;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return TaskPaused;
});

$lazy(events, "TaskResumed", function() {

const TaskResumed = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

TaskResumed.prototype.containerId = "";

TaskResumed.create = function(properties) {
return new TaskResumed(properties);
};

TaskResumed.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.containerId != null && $Object.hasOwnProperty.call(m, "containerId") && m.containerId !== "")
w.uint32(10).string(m.containerId);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

TaskResumed.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.events.TaskResumed();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.containerId = v;
else
delete m.containerId;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return TaskResumed;
});

$lazy(events, "TaskCheckpointed", function() {

const TaskCheckpointed = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

TaskCheckpointed.prototype.containerId = "";
TaskCheckpointed.prototype.checkpoint = "";

TaskCheckpointed.create = function(properties) {
return new TaskCheckpointed(properties);
};

TaskCheckpointed.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.containerId != null && $Object.hasOwnProperty.call(m, "containerId") && m.containerId !== "")
w.uint32(10).string(m.containerId);
if (m.checkpoint != null && $Object.hasOwnProperty.call(m, "checkpoint") && m.checkpoint !== "")
w.uint32(18).string(m.checkpoint);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

TaskCheckpointed.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.events.TaskCheckpointed();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.containerId = v;
else
delete m.containerId;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.checkpoint = v;
else
delete m.checkpoint;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return TaskCheckpointed;
});

return events;
});

$lazy(containerd, "types", function() {

const types = {};

$lazy(types, "Mount", function() {

const Mount = function (p) {
this.options = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

Mount.prototype.type = "";
Mount.prototype.source = "";
Mount.prototype.target = "";
Mount.prototype.options = $util.emptyArray;

Mount.create = function(properties) {
return new Mount(properties);
};

Mount.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.type != null && $Object.hasOwnProperty.call(m, "type") && m.type !== "")
w.uint32(10).string(m.type);
if (m.source != null && $Object.hasOwnProperty.call(m, "source") && m.source !== "")
w.uint32(18).string(m.source);
if (m.target != null && $Object.hasOwnProperty.call(m, "target") && m.target !== "")
w.uint32(26).string(m.target);
if (m.options != null && m.options.length) {
for (var i = 0; i < m.options.length; ++i)
w.uint32(34).string(m.options[i]);
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

Mount.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.types.Mount();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.type = v;
else
delete m.type;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.source = v;
else
delete m.source;
continue;
}
case 3: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.target = v;
else
delete m.target;
continue;
}
case 4: {
if (u !== 2)
break;
if (!(m.options && m.options.length))
m.options = [];
m.options.push(r.stringVerify());
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return Mount;
});

$lazy(types, "ActiveMount", function() {

const ActiveMount = function (p) {
this.data = {};
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ActiveMount.prototype.mount = null;
ActiveMount.prototype.mountedAt = null;
ActiveMount.prototype.mountPoint = "";
ActiveMount.prototype.data = $util.emptyObject;

ActiveMount.create = function(properties) {
return new ActiveMount(properties);
};

ActiveMount.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.mount != null && $Object.hasOwnProperty.call(m, "mount"))
$root.containerd.types.Mount.encode(m.mount, w.uint32(10).fork(), q + 1).ldelim();
if (m.mountedAt != null && $Object.hasOwnProperty.call(m, "mountedAt"))
$root.google.protobuf.Timestamp.encode(m.mountedAt, w.uint32(18).fork(), q + 1).ldelim();
if (m.mountPoint != null && $Object.hasOwnProperty.call(m, "mountPoint") && m.mountPoint !== "")
w.uint32(26).string(m.mountPoint);
if (m.data != null && $Object.hasOwnProperty.call(m, "data")) {
for (var ks = $Object.keys(m.data), i = 0; i < ks.length; ++i) {
w.uint32(34).fork().uint32(10).string(ks[i]).uint32(18).string(m.data[ks[i]]).ldelim();
}
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ActiveMount.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, k, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.types.ActiveMount();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.mount = $root.containerd.types.Mount.decode(r, r.size(), $undefined, q + 1, m.mount);
continue;
}
case 2: {
if (u !== 2)
break;
m.mountedAt = $root.google.protobuf.Timestamp.decode(r, r.size(), $undefined, q + 1, m.mountedAt);
continue;
}
case 3: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.mountPoint = v;
else
delete m.mountPoint;
continue;
}
case 4: {
if (u !== 2)
break;
if (m.data === $util.emptyObject)
m.data = {};
var c2 = r.size() + r.pos;
if (c2 > r.len)
throw $RangeError("index out of range");
r.len = c2;
k = "";
v = "";
while (r.pos < c2) {
var t2 = r.tag();
u = t2 & 7;
switch (t2 >>>= 3) {
case 1:
if (u !== 2)
break;
k = r.stringVerify();
continue;
case 2:
if (u !== 2)
break;
v = r.stringVerify();
continue;
}
r.skipType(u, q, t2);
}
if (r.pos !== c2)
throw $RangeError("index out of range");
r.len = c;
if (k === "__proto__")
$util.makeProp(m.data, k);
m.data[k] = v;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ActiveMount;
});

$lazy(types, "ActivationInfo", function() {

const ActivationInfo = function (p) {
this.active = [];
this.system = [];
this.labels = {};
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ActivationInfo.prototype.name = "";
ActivationInfo.prototype.active = $util.emptyArray;
ActivationInfo.prototype.system = $util.emptyArray;
ActivationInfo.prototype.labels = $util.emptyObject;

ActivationInfo.create = function(properties) {
return new ActivationInfo(properties);
};

ActivationInfo.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.name != null && $Object.hasOwnProperty.call(m, "name") && m.name !== "")
w.uint32(10).string(m.name);
if (m.active != null && m.active.length) {
for (var i = 0; i < m.active.length; ++i)
$root.containerd.types.ActiveMount.encode(m.active[i], w.uint32(18).fork(), q + 1).ldelim();
}
if (m.system != null && m.system.length) {
for (var i = 0; i < m.system.length; ++i)
$root.containerd.types.Mount.encode(m.system[i], w.uint32(26).fork(), q + 1).ldelim();
}
if (m.labels != null && $Object.hasOwnProperty.call(m, "labels")) {
for (var ks = $Object.keys(m.labels), i = 0; i < ks.length; ++i) {
w.uint32(34).fork().uint32(10).string(ks[i]).uint32(18).string(m.labels[ks[i]]).ldelim();
}
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ActivationInfo.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, k, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.types.ActivationInfo();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.name = v;
else
delete m.name;
continue;
}
case 2: {
if (u !== 2)
break;
if (!(m.active && m.active.length))
m.active = [];
m.active.push($root.containerd.types.ActiveMount.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 3: {
if (u !== 2)
break;
if (!(m.system && m.system.length))
m.system = [];
m.system.push($root.containerd.types.Mount.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 4: {
if (u !== 2)
break;
if (m.labels === $util.emptyObject)
m.labels = {};
var c2 = r.size() + r.pos;
if (c2 > r.len)
throw $RangeError("index out of range");
r.len = c2;
k = "";
v = "";
while (r.pos < c2) {
var t2 = r.tag();
u = t2 & 7;
switch (t2 >>>= 3) {
case 1:
if (u !== 2)
break;
k = r.stringVerify();
continue;
case 2:
if (u !== 2)
break;
v = r.stringVerify();
continue;
}
r.skipType(u, q, t2);
}
if (r.pos !== c2)
throw $RangeError("index out of range");
r.len = c;
if (k === "__proto__")
$util.makeProp(m.labels, k);
m.labels[k] = v;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ActivationInfo;
});

$lazy(types, "Metric", function() {

const Metric = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

Metric.prototype.timestamp = null;
Metric.prototype.id = "";
Metric.prototype.data = null;

Metric.create = function(properties) {
return new Metric(properties);
};

Metric.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.timestamp != null && $Object.hasOwnProperty.call(m, "timestamp"))
$root.google.protobuf.Timestamp.encode(m.timestamp, w.uint32(10).fork(), q + 1).ldelim();
if (m.id != null && $Object.hasOwnProperty.call(m, "id") && m.id !== "")
w.uint32(18).string(m.id);
if (m.data != null && $Object.hasOwnProperty.call(m, "data"))
$root.google.protobuf.Any.encode(m.data, w.uint32(26).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

Metric.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.types.Metric();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.timestamp = $root.google.protobuf.Timestamp.decode(r, r.size(), $undefined, q + 1, m.timestamp);
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.id = v;
else
delete m.id;
continue;
}
case 3: {
if (u !== 2)
break;
m.data = $root.google.protobuf.Any.decode(r, r.size(), $undefined, q + 1, m.data);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return Metric;
});

$lazy(types, "Platform", function() {

const Platform = function (p) {
this.osFeatures = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

Platform.prototype.os = "";
Platform.prototype.architecture = "";
Platform.prototype.variant = "";
Platform.prototype.osVersion = "";
Platform.prototype.osFeatures = $util.emptyArray;

Platform.create = function(properties) {
return new Platform(properties);
};

Platform.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.os != null && $Object.hasOwnProperty.call(m, "os") && m.os !== "")
w.uint32(10).string(m.os);
if (m.architecture != null && $Object.hasOwnProperty.call(m, "architecture") && m.architecture !== "")
w.uint32(18).string(m.architecture);
if (m.variant != null && $Object.hasOwnProperty.call(m, "variant") && m.variant !== "")
w.uint32(26).string(m.variant);
if (m.osVersion != null && $Object.hasOwnProperty.call(m, "osVersion") && m.osVersion !== "")
w.uint32(34).string(m.osVersion);
if (m.osFeatures != null && m.osFeatures.length) {
for (var i = 0; i < m.osFeatures.length; ++i)
w.uint32(42).string(m.osFeatures[i]);
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

Platform.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.types.Platform();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.os = v;
else
delete m.os;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.architecture = v;
else
delete m.architecture;
continue;
}
case 3: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.variant = v;
else
delete m.variant;
continue;
}
case 4: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.osVersion = v;
else
delete m.osVersion;
continue;
}
case 5: {
if (u !== 2)
break;
if (!(m.osFeatures && m.osFeatures.length))
m.osFeatures = [];
m.osFeatures.push(r.stringVerify());
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return Platform;
});

$lazy(types, "Descriptor", function() {

const Descriptor = function (p) {
this.annotations = {};
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

Descriptor.prototype.mediaType = "";
Descriptor.prototype.digest = "";
Descriptor.prototype.size = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
Descriptor.prototype.annotations = $util.emptyObject;

Descriptor.create = function(properties) {
return new Descriptor(properties);
};

Descriptor.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.mediaType != null && $Object.hasOwnProperty.call(m, "mediaType") && m.mediaType !== "")
w.uint32(10).string(m.mediaType);
if (m.digest != null && $Object.hasOwnProperty.call(m, "digest") && m.digest !== "")
w.uint32(18).string(m.digest);
if (m.size != null && $Object.hasOwnProperty.call(m, "size") && (typeof m.size === "object" ? m.size.low || m.size.high : m.size !== 0))
w.uint32(24).int64(m.size);
if (m.annotations != null && $Object.hasOwnProperty.call(m, "annotations")) {
for (var ks = $Object.keys(m.annotations), i = 0; i < ks.length; ++i) {
w.uint32(42).fork().uint32(10).string(ks[i]).uint32(18).string(m.annotations[ks[i]]).ldelim();
}
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

Descriptor.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, k, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.types.Descriptor();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.mediaType = v;
else
delete m.mediaType;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.digest = v;
else
delete m.digest;
continue;
}
case 3: {
if (u !== 0)
break;
if (typeof (v = r.int64()) === "object" ? v.low || v.high : v !== 0)
m.size = v;
else
delete m.size;
continue;
}
case 5: {
if (u !== 2)
break;
if (m.annotations === $util.emptyObject)
m.annotations = {};
var c2 = r.size() + r.pos;
if (c2 > r.len)
throw $RangeError("index out of range");
r.len = c2;
k = "";
v = "";
while (r.pos < c2) {
var t2 = r.tag();
u = t2 & 7;
switch (t2 >>>= 3) {
case 1:
if (u !== 2)
break;
k = r.stringVerify();
continue;
case 2:
if (u !== 2)
break;
v = r.stringVerify();
continue;
}
r.skipType(u, q, t2);
}
if (r.pos !== c2)
throw $RangeError("index out of range");
r.len = c;
if (k === "__proto__")
$util.makeProp(m.annotations, k);
m.annotations[k] = v;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return Descriptor;
});

$lazy(types, "Envelope", function() {

const Envelope = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

Envelope.prototype.timestamp = null;
Envelope.prototype.namespace = "";
Envelope.prototype.topic = "";
Envelope.prototype.event = null;

Envelope.create = function(properties) {
return new Envelope(properties);
};

Envelope.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.timestamp != null && $Object.hasOwnProperty.call(m, "timestamp"))
$root.google.protobuf.Timestamp.encode(m.timestamp, w.uint32(10).fork(), q + 1).ldelim();
if (m.namespace != null && $Object.hasOwnProperty.call(m, "namespace") && m.namespace !== "")
w.uint32(18).string(m.namespace);
if (m.topic != null && $Object.hasOwnProperty.call(m, "topic") && m.topic !== "")
w.uint32(26).string(m.topic);
if (m.event != null && $Object.hasOwnProperty.call(m, "event"))
$root.google.protobuf.Any.encode(m.event, w.uint32(34).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

Envelope.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.types.Envelope();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.timestamp = $root.google.protobuf.Timestamp.decode(r, r.size(), $undefined, q + 1, m.timestamp);
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.namespace = v;
else
delete m.namespace;
continue;
}
case 3: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.topic = v;
else
delete m.topic;
continue;
}
case 4: {
if (u !== 2)
break;
m.event = $root.google.protobuf.Any.decode(r, r.size(), $undefined, q + 1, m.event);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return Envelope;
});

$lazy(types, "RuntimeRequest", function() {

const RuntimeRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

RuntimeRequest.prototype.runtimePath = "";
RuntimeRequest.prototype.options = null;

RuntimeRequest.create = function(properties) {
return new RuntimeRequest(properties);
};

RuntimeRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.runtimePath != null && $Object.hasOwnProperty.call(m, "runtimePath") && m.runtimePath !== "")
w.uint32(10).string(m.runtimePath);
if (m.options != null && $Object.hasOwnProperty.call(m, "options"))
$root.google.protobuf.Any.encode(m.options, w.uint32(18).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

RuntimeRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.types.RuntimeRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.runtimePath = v;
else
delete m.runtimePath;
continue;
}
case 2: {
if (u !== 2)
break;
m.options = $root.google.protobuf.Any.decode(r, r.size(), $undefined, q + 1, m.options);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return RuntimeRequest;
});

$lazy(types, "RuntimeVersion", function() {

const RuntimeVersion = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

RuntimeVersion.prototype.version = "";
RuntimeVersion.prototype.revision = "";

RuntimeVersion.create = function(properties) {
return new RuntimeVersion(properties);
};

RuntimeVersion.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.version != null && $Object.hasOwnProperty.call(m, "version") && m.version !== "")
w.uint32(10).string(m.version);
if (m.revision != null && $Object.hasOwnProperty.call(m, "revision") && m.revision !== "")
w.uint32(18).string(m.revision);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

RuntimeVersion.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.types.RuntimeVersion();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.version = v;
else
delete m.version;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.revision = v;
else
delete m.revision;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return RuntimeVersion;
});

$lazy(types, "RuntimeInfo", function() {

const RuntimeInfo = function (p) {
this.annotations = {};
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

RuntimeInfo.prototype.name = "";
RuntimeInfo.prototype.version = null;
RuntimeInfo.prototype.options = null;
RuntimeInfo.prototype.features = null;
RuntimeInfo.prototype.annotations = $util.emptyObject;

RuntimeInfo.create = function(properties) {
return new RuntimeInfo(properties);
};

RuntimeInfo.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.name != null && $Object.hasOwnProperty.call(m, "name") && m.name !== "")
w.uint32(10).string(m.name);
if (m.version != null && $Object.hasOwnProperty.call(m, "version"))
$root.containerd.types.RuntimeVersion.encode(m.version, w.uint32(18).fork(), q + 1).ldelim();
if (m.options != null && $Object.hasOwnProperty.call(m, "options"))
$root.google.protobuf.Any.encode(m.options, w.uint32(26).fork(), q + 1).ldelim();
if (m.features != null && $Object.hasOwnProperty.call(m, "features"))
$root.google.protobuf.Any.encode(m.features, w.uint32(34).fork(), q + 1).ldelim();
if (m.annotations != null && $Object.hasOwnProperty.call(m, "annotations")) {
for (var ks = $Object.keys(m.annotations), i = 0; i < ks.length; ++i) {
w.uint32(42).fork().uint32(10).string(ks[i]).uint32(18).string(m.annotations[ks[i]]).ldelim();
}
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

RuntimeInfo.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, k, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.types.RuntimeInfo();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.name = v;
else
delete m.name;
continue;
}
case 2: {
if (u !== 2)
break;
m.version = $root.containerd.types.RuntimeVersion.decode(r, r.size(), $undefined, q + 1, m.version);
continue;
}
case 3: {
if (u !== 2)
break;
m.options = $root.google.protobuf.Any.decode(r, r.size(), $undefined, q + 1, m.options);
continue;
}
case 4: {
if (u !== 2)
break;
m.features = $root.google.protobuf.Any.decode(r, r.size(), $undefined, q + 1, m.features);
continue;
}
case 5: {
if (u !== 2)
break;
if (m.annotations === $util.emptyObject)
m.annotations = {};
var c2 = r.size() + r.pos;
if (c2 > r.len)
throw $RangeError("index out of range");
r.len = c2;
k = "";
v = "";
while (r.pos < c2) {
var t2 = r.tag();
u = t2 & 7;
switch (t2 >>>= 3) {
case 1:
if (u !== 2)
break;
k = r.stringVerify();
continue;
case 2:
if (u !== 2)
break;
v = r.stringVerify();
continue;
}
r.skipType(u, q, t2);
}
if (r.pos !== c2)
throw $RangeError("index out of range");
r.len = c;
if (k === "__proto__")
$util.makeProp(m.annotations, k);
m.annotations[k] = v;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return RuntimeInfo;
});

$lazy(types, "Sandbox", function() {

const Sandbox = function (p) {
this.labels = {};
this.extensions = {};
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

Sandbox.prototype.sandboxId = "";
Sandbox.prototype.runtime = null;
Sandbox.prototype.spec = null;
Sandbox.prototype.labels = $util.emptyObject;
Sandbox.prototype.createdAt = null;
Sandbox.prototype.updatedAt = null;
Sandbox.prototype.extensions = $util.emptyObject;
Sandbox.prototype.sandboxer = "";

Sandbox.create = function(properties) {
return new Sandbox(properties);
};

Sandbox.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.sandboxId != null && $Object.hasOwnProperty.call(m, "sandboxId") && m.sandboxId !== "")
w.uint32(10).string(m.sandboxId);
if (m.runtime != null && $Object.hasOwnProperty.call(m, "runtime"))
$root.containerd.types.Sandbox.Runtime.encode(m.runtime, w.uint32(18).fork(), q + 1).ldelim();
if (m.spec != null && $Object.hasOwnProperty.call(m, "spec"))
$root.google.protobuf.Any.encode(m.spec, w.uint32(26).fork(), q + 1).ldelim();
if (m.labels != null && $Object.hasOwnProperty.call(m, "labels")) {
for (var ks = $Object.keys(m.labels), i = 0; i < ks.length; ++i) {
w.uint32(34).fork().uint32(10).string(ks[i]).uint32(18).string(m.labels[ks[i]]).ldelim();
}
}
if (m.createdAt != null && $Object.hasOwnProperty.call(m, "createdAt"))
$root.google.protobuf.Timestamp.encode(m.createdAt, w.uint32(42).fork(), q + 1).ldelim();
if (m.updatedAt != null && $Object.hasOwnProperty.call(m, "updatedAt"))
$root.google.protobuf.Timestamp.encode(m.updatedAt, w.uint32(50).fork(), q + 1).ldelim();
if (m.extensions != null && $Object.hasOwnProperty.call(m, "extensions")) {
for (var ks = $Object.keys(m.extensions), i = 0; i < ks.length; ++i) {
w.uint32(58).fork().uint32(10).string(ks[i]);
$root.google.protobuf.Any.encode(m.extensions[ks[i]], w.uint32(18).fork(), q + 1).ldelim().ldelim();
}
}
if (m.sandboxer != null && $Object.hasOwnProperty.call(m, "sandboxer") && m.sandboxer !== "")
w.uint32(82).string(m.sandboxer);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

Sandbox.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, k, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.types.Sandbox();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.sandboxId = v;
else
delete m.sandboxId;
continue;
}
case 2: {
if (u !== 2)
break;
m.runtime = $root.containerd.types.Sandbox.Runtime.decode(r, r.size(), $undefined, q + 1, m.runtime);
continue;
}
case 3: {
if (u !== 2)
break;
m.spec = $root.google.protobuf.Any.decode(r, r.size(), $undefined, q + 1, m.spec);
continue;
}
case 4: {
if (u !== 2)
break;
if (m.labels === $util.emptyObject)
m.labels = {};
var c2 = r.size() + r.pos;
if (c2 > r.len)
throw $RangeError("index out of range");
r.len = c2;
k = "";
v = "";
while (r.pos < c2) {
var t2 = r.tag();
u = t2 & 7;
switch (t2 >>>= 3) {
case 1:
if (u !== 2)
break;
k = r.stringVerify();
continue;
case 2:
if (u !== 2)
break;
v = r.stringVerify();
continue;
}
r.skipType(u, q, t2);
}
if (r.pos !== c2)
throw $RangeError("index out of range");
r.len = c;
if (k === "__proto__")
$util.makeProp(m.labels, k);
m.labels[k] = v;
continue;
}
case 5: {
if (u !== 2)
break;
m.createdAt = $root.google.protobuf.Timestamp.decode(r, r.size(), $undefined, q + 1, m.createdAt);
continue;
}
case 6: {
if (u !== 2)
break;
m.updatedAt = $root.google.protobuf.Timestamp.decode(r, r.size(), $undefined, q + 1, m.updatedAt);
continue;
}
case 7: {
if (u !== 2)
break;
if (m.extensions === $util.emptyObject)
m.extensions = {};
var c2 = r.size() + r.pos;
if (c2 > r.len)
throw $RangeError("index out of range");
r.len = c2;
k = "";
v = null;
while (r.pos < c2) {
var t2 = r.tag();
u = t2 & 7;
switch (t2 >>>= 3) {
case 1:
if (u !== 2)
break;
k = r.stringVerify();
continue;
case 2:
if (u !== 2)
break;
v = $root.google.protobuf.Any.decode(r, r.size(), $undefined, q + 1, v);
continue;
}
r.skipType(u, q, t2);
}
if (r.pos !== c2)
throw $RangeError("index out of range");
r.len = c;
if (k === "__proto__")
$util.makeProp(m.extensions, k);
m.extensions[k] = v || new $root.google.protobuf.Any();
continue;
}
case 10: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.sandboxer = v;
else
delete m.sandboxer;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

$lazy(Sandbox, "Runtime", function() {

const Runtime = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

Runtime.prototype.name = "";
Runtime.prototype.options = null;

Runtime.create = function(properties) {
return new Runtime(properties);
};

Runtime.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.name != null && $Object.hasOwnProperty.call(m, "name") && m.name !== "")
w.uint32(10).string(m.name);
if (m.options != null && $Object.hasOwnProperty.call(m, "options"))
$root.google.protobuf.Any.encode(m.options, w.uint32(18).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

Runtime.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.types.Sandbox.Runtime();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.name = v;
else
delete m.name;
continue;
}
case 2: {
if (u !== 2)
break;
m.options = $root.google.protobuf.Any.decode(r, r.size(), $undefined, q + 1, m.options);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return Runtime;
});

return Sandbox;
});

$lazy(types, "transfer", function() {

const transfer = {};

$lazy(transfer, "HTTPDebug", function() {
const valuesById = $Object.create(null), values = $Object.create(valuesById);
values[valuesById[0] = "DISABLED"] = 0;
values[valuesById[1] = "DEBUG"] = 1;
values[valuesById[2] = "TRACE"] = 2;
values[valuesById[3] = "BOTH"] = 3;
return values;
});

$lazy(transfer, "AuthType", function() {
const valuesById = $Object.create(null), values = $Object.create(valuesById);
values[valuesById[0] = "NONE"] = 0;
values[valuesById[1] = "CREDENTIALS"] = 1;
values[valuesById[2] = "REFRESH"] = 2;
values[valuesById[3] = "HEADER"] = 3;
return values;
});

$lazy(transfer, "ContainerPath", function() {

const ContainerPath = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ContainerPath.prototype.containerId = "";
ContainerPath.prototype.path = "";
ContainerPath.prototype.noWalk = false;
ContainerPath.prototype.preserveOwnership = false;

ContainerPath.create = function(properties) {
return new ContainerPath(properties);
};

ContainerPath.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.containerId != null && $Object.hasOwnProperty.call(m, "containerId") && m.containerId !== "")
w.uint32(10).string(m.containerId);
if (m.path != null && $Object.hasOwnProperty.call(m, "path") && m.path !== "")
w.uint32(18).string(m.path);
if (m.noWalk != null && $Object.hasOwnProperty.call(m, "noWalk") && m.noWalk !== false)
w.uint32(24).bool(m.noWalk);
if (m.preserveOwnership != null && $Object.hasOwnProperty.call(m, "preserveOwnership") && m.preserveOwnership !== false)
w.uint32(32).bool(m.preserveOwnership);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ContainerPath.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.types.transfer.ContainerPath();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.containerId = v;
else
delete m.containerId;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.path = v;
else
delete m.path;
continue;
}
case 3: {
if (u !== 0)
break;
if (v = r.bool())
m.noWalk = v;
else
delete m.noWalk;
continue;
}
case 4: {
if (u !== 0)
break;
if (v = r.bool())
m.preserveOwnership = v;
else
delete m.preserveOwnership;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ContainerPath;
});

$lazy(transfer, "ImageStore", function() {

const ImageStore = function (p) {
this.labels = {};
this.platforms = [];
this.extraReferences = [];
this.unpacks = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ImageStore.prototype.name = "";
ImageStore.prototype.labels = $util.emptyObject;
ImageStore.prototype.platforms = $util.emptyArray;
ImageStore.prototype.allMetadata = false;
ImageStore.prototype.manifestLimit = 0;
ImageStore.prototype.extraReferences = $util.emptyArray;
ImageStore.prototype.unpacks = $util.emptyArray;

ImageStore.create = function(properties) {
return new ImageStore(properties);
};

ImageStore.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.name != null && $Object.hasOwnProperty.call(m, "name") && m.name !== "")
w.uint32(10).string(m.name);
if (m.labels != null && $Object.hasOwnProperty.call(m, "labels")) {
for (var ks = $Object.keys(m.labels), i = 0; i < ks.length; ++i) {
w.uint32(18).fork().uint32(10).string(ks[i]).uint32(18).string(m.labels[ks[i]]).ldelim();
}
}
if (m.platforms != null && m.platforms.length) {
for (var i = 0; i < m.platforms.length; ++i)
$root.containerd.types.Platform.encode(m.platforms[i], w.uint32(26).fork(), q + 1).ldelim();
}
if (m.allMetadata != null && $Object.hasOwnProperty.call(m, "allMetadata") && m.allMetadata !== false)
w.uint32(32).bool(m.allMetadata);
if (m.manifestLimit != null && $Object.hasOwnProperty.call(m, "manifestLimit") && m.manifestLimit !== 0)
w.uint32(40).uint32(m.manifestLimit);
if (m.extraReferences != null && m.extraReferences.length) {
for (var i = 0; i < m.extraReferences.length; ++i)
$root.containerd.types.transfer.ImageReference.encode(m.extraReferences[i], w.uint32(50).fork(), q + 1).ldelim();
}
if (m.unpacks != null && m.unpacks.length) {
for (var i = 0; i < m.unpacks.length; ++i)
$root.containerd.types.transfer.UnpackConfiguration.encode(m.unpacks[i], w.uint32(82).fork(), q + 1).ldelim();
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ImageStore.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, k, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.types.transfer.ImageStore();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.name = v;
else
delete m.name;
continue;
}
case 2: {
if (u !== 2)
break;
if (m.labels === $util.emptyObject)
m.labels = {};
var c2 = r.size() + r.pos;
if (c2 > r.len)
throw $RangeError("index out of range");
r.len = c2;
k = "";
v = "";
while (r.pos < c2) {
var t2 = r.tag();
u = t2 & 7;
switch (t2 >>>= 3) {
case 1:
if (u !== 2)
break;
k = r.stringVerify();
continue;
case 2:
if (u !== 2)
break;
v = r.stringVerify();
continue;
}
r.skipType(u, q, t2);
}
if (r.pos !== c2)
throw $RangeError("index out of range");
r.len = c;
if (k === "__proto__")
$util.makeProp(m.labels, k);
m.labels[k] = v;
continue;
}
case 3: {
if (u !== 2)
break;
if (!(m.platforms && m.platforms.length))
m.platforms = [];
m.platforms.push($root.containerd.types.Platform.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 4: {
if (u !== 0)
break;
if (v = r.bool())
m.allMetadata = v;
else
delete m.allMetadata;
continue;
}
case 5: {
if (u !== 0)
break;
if (v = r.uint32())
m.manifestLimit = v;
else
delete m.manifestLimit;
continue;
}
case 6: {
if (u !== 2)
break;
if (!(m.extraReferences && m.extraReferences.length))
m.extraReferences = [];
m.extraReferences.push($root.containerd.types.transfer.ImageReference.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 10: {
if (u !== 2)
break;
if (!(m.unpacks && m.unpacks.length))
m.unpacks = [];
m.unpacks.push($root.containerd.types.transfer.UnpackConfiguration.decode(r, r.size(), $undefined, q + 1));
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ImageStore;
});

$lazy(transfer, "UnpackConfiguration", function() {

const UnpackConfiguration = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

UnpackConfiguration.prototype.platform = null;
UnpackConfiguration.prototype.snapshotter = "";

UnpackConfiguration.create = function(properties) {
return new UnpackConfiguration(properties);
};

UnpackConfiguration.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.platform != null && $Object.hasOwnProperty.call(m, "platform"))
$root.containerd.types.Platform.encode(m.platform, w.uint32(10).fork(), q + 1).ldelim();
if (m.snapshotter != null && $Object.hasOwnProperty.call(m, "snapshotter") && m.snapshotter !== "")
w.uint32(18).string(m.snapshotter);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

UnpackConfiguration.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.types.transfer.UnpackConfiguration();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.platform = $root.containerd.types.Platform.decode(r, r.size(), $undefined, q + 1, m.platform);
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.snapshotter = v;
else
delete m.snapshotter;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return UnpackConfiguration;
});

$lazy(transfer, "ImageReference", function() {

const ImageReference = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ImageReference.prototype.name = "";
ImageReference.prototype.isPrefix = false;
ImageReference.prototype.allowOverwrite = false;
ImageReference.prototype.addDigest = false;
ImageReference.prototype.skipNamedDigest = false;

ImageReference.create = function(properties) {
return new ImageReference(properties);
};

ImageReference.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.name != null && $Object.hasOwnProperty.call(m, "name") && m.name !== "")
w.uint32(10).string(m.name);
if (m.isPrefix != null && $Object.hasOwnProperty.call(m, "isPrefix") && m.isPrefix !== false)
w.uint32(16).bool(m.isPrefix);
if (m.allowOverwrite != null && $Object.hasOwnProperty.call(m, "allowOverwrite") && m.allowOverwrite !== false)
w.uint32(24).bool(m.allowOverwrite);
if (m.addDigest != null && $Object.hasOwnProperty.call(m, "addDigest") && m.addDigest !== false)
w.uint32(32).bool(m.addDigest);
if (m.skipNamedDigest != null && $Object.hasOwnProperty.call(m, "skipNamedDigest") && m.skipNamedDigest !== false)
w.uint32(40).bool(m.skipNamedDigest);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ImageReference.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.types.transfer.ImageReference();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.name = v;
else
delete m.name;
continue;
}
case 2: {
if (u !== 0)
break;
if (v = r.bool())
m.isPrefix = v;
else
delete m.isPrefix;
continue;
}
case 3: {
if (u !== 0)
break;
if (v = r.bool())
m.allowOverwrite = v;
else
delete m.allowOverwrite;
continue;
}
case 4: {
if (u !== 0)
break;
if (v = r.bool())
m.addDigest = v;
else
delete m.addDigest;
continue;
}
case 5: {
if (u !== 0)
break;
if (v = r.bool())
m.skipNamedDigest = v;
else
delete m.skipNamedDigest;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ImageReference;
});

$lazy(transfer, "ImageImportStream", function() {

const ImageImportStream = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ImageImportStream.prototype.stream = "";
ImageImportStream.prototype.mediaType = "";
ImageImportStream.prototype.forceCompress = false;

ImageImportStream.create = function(properties) {
return new ImageImportStream(properties);
};

ImageImportStream.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.stream != null && $Object.hasOwnProperty.call(m, "stream") && m.stream !== "")
w.uint32(10).string(m.stream);
if (m.mediaType != null && $Object.hasOwnProperty.call(m, "mediaType") && m.mediaType !== "")
w.uint32(18).string(m.mediaType);
if (m.forceCompress != null && $Object.hasOwnProperty.call(m, "forceCompress") && m.forceCompress !== false)
w.uint32(24).bool(m.forceCompress);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ImageImportStream.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.types.transfer.ImageImportStream();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.stream = v;
else
delete m.stream;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.mediaType = v;
else
delete m.mediaType;
continue;
}
case 3: {
if (u !== 0)
break;
if (v = r.bool())
m.forceCompress = v;
else
delete m.forceCompress;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ImageImportStream;
});

$lazy(transfer, "ImageExportStream", function() {

const ImageExportStream = function (p) {
this.platforms = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ImageExportStream.prototype.stream = "";
ImageExportStream.prototype.mediaType = "";
ImageExportStream.prototype.platforms = $util.emptyArray;
ImageExportStream.prototype.allPlatforms = false;
ImageExportStream.prototype.skipCompatibilityManifest = false;
ImageExportStream.prototype.skipNonDistributable = false;

ImageExportStream.create = function(properties) {
return new ImageExportStream(properties);
};

ImageExportStream.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.stream != null && $Object.hasOwnProperty.call(m, "stream") && m.stream !== "")
w.uint32(10).string(m.stream);
if (m.mediaType != null && $Object.hasOwnProperty.call(m, "mediaType") && m.mediaType !== "")
w.uint32(18).string(m.mediaType);
if (m.platforms != null && m.platforms.length) {
for (var i = 0; i < m.platforms.length; ++i)
$root.containerd.types.Platform.encode(m.platforms[i], w.uint32(26).fork(), q + 1).ldelim();
}
if (m.allPlatforms != null && $Object.hasOwnProperty.call(m, "allPlatforms") && m.allPlatforms !== false)
w.uint32(32).bool(m.allPlatforms);
if (m.skipCompatibilityManifest != null && $Object.hasOwnProperty.call(m, "skipCompatibilityManifest") && m.skipCompatibilityManifest !== false)
w.uint32(40).bool(m.skipCompatibilityManifest);
if (m.skipNonDistributable != null && $Object.hasOwnProperty.call(m, "skipNonDistributable") && m.skipNonDistributable !== false)
w.uint32(48).bool(m.skipNonDistributable);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ImageExportStream.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.types.transfer.ImageExportStream();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.stream = v;
else
delete m.stream;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.mediaType = v;
else
delete m.mediaType;
continue;
}
case 3: {
if (u !== 2)
break;
if (!(m.platforms && m.platforms.length))
m.platforms = [];
m.platforms.push($root.containerd.types.Platform.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 4: {
if (u !== 0)
break;
if (v = r.bool())
m.allPlatforms = v;
else
delete m.allPlatforms;
continue;
}
case 5: {
if (u !== 0)
break;
if (v = r.bool())
m.skipCompatibilityManifest = v;
else
delete m.skipCompatibilityManifest;
continue;
}
case 6: {
if (u !== 0)
break;
if (v = r.bool())
m.skipNonDistributable = v;
else
delete m.skipNonDistributable;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ImageExportStream;
});

$lazy(transfer, "Progress", function() {

const Progress = function (p) {
this.parents = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

Progress.prototype.event = "";
Progress.prototype.name = "";
Progress.prototype.parents = $util.emptyArray;
Progress.prototype.progress = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
Progress.prototype.total = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
Progress.prototype.desc = null;

Progress.create = function(properties) {
return new Progress(properties);
};

Progress.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.event != null && $Object.hasOwnProperty.call(m, "event") && m.event !== "")
w.uint32(10).string(m.event);
if (m.name != null && $Object.hasOwnProperty.call(m, "name") && m.name !== "")
w.uint32(18).string(m.name);
if (m.parents != null && m.parents.length) {
for (var i = 0; i < m.parents.length; ++i)
w.uint32(26).string(m.parents[i]);
}
if (m.progress != null && $Object.hasOwnProperty.call(m, "progress") && (typeof m.progress === "object" ? m.progress.low || m.progress.high : m.progress !== 0))
w.uint32(32).int64(m.progress);
if (m.total != null && $Object.hasOwnProperty.call(m, "total") && (typeof m.total === "object" ? m.total.low || m.total.high : m.total !== 0))
w.uint32(40).int64(m.total);
if (m.desc != null && $Object.hasOwnProperty.call(m, "desc"))
$root.containerd.types.Descriptor.encode(m.desc, w.uint32(50).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

Progress.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.types.transfer.Progress();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.event = v;
else
delete m.event;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.name = v;
else
delete m.name;
continue;
}
case 3: {
if (u !== 2)
break;
if (!(m.parents && m.parents.length))
m.parents = [];
m.parents.push(r.stringVerify());
continue;
}
case 4: {
if (u !== 0)
break;
if (typeof (v = r.int64()) === "object" ? v.low || v.high : v !== 0)
m.progress = v;
else
delete m.progress;
continue;
}
case 5: {
if (u !== 0)
break;
if (typeof (v = r.int64()) === "object" ? v.low || v.high : v !== 0)
m.total = v;
else
delete m.total;
continue;
}
case 6: {
if (u !== 2)
break;
m.desc = $root.containerd.types.Descriptor.decode(r, r.size(), $undefined, q + 1, m.desc);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return Progress;
});

$lazy(transfer, "OCIRegistry", function() {

const OCIRegistry = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

OCIRegistry.prototype.reference = "";
OCIRegistry.prototype.resolver = null;

OCIRegistry.create = function(properties) {
return new OCIRegistry(properties);
};

OCIRegistry.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.reference != null && $Object.hasOwnProperty.call(m, "reference") && m.reference !== "")
w.uint32(10).string(m.reference);
if (m.resolver != null && $Object.hasOwnProperty.call(m, "resolver"))
$root.containerd.types.transfer.RegistryResolver.encode(m.resolver, w.uint32(18).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

OCIRegistry.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.types.transfer.OCIRegistry();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.reference = v;
else
delete m.reference;
continue;
}
case 2: {
if (u !== 2)
break;
m.resolver = $root.containerd.types.transfer.RegistryResolver.decode(r, r.size(), $undefined, q + 1, m.resolver);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return OCIRegistry;
});

$lazy(transfer, "RegistryResolver", function() {

const RegistryResolver = function (p) {
this.headers = {};
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

RegistryResolver.prototype.authStream = "";
RegistryResolver.prototype.headers = $util.emptyObject;
RegistryResolver.prototype.hostDir = "";
RegistryResolver.prototype.defaultScheme = "";
RegistryResolver.prototype.httpDebug = 0;
RegistryResolver.prototype.logsStream = "";

RegistryResolver.create = function(properties) {
return new RegistryResolver(properties);
};

RegistryResolver.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.authStream != null && $Object.hasOwnProperty.call(m, "authStream") && m.authStream !== "")
w.uint32(10).string(m.authStream);
if (m.headers != null && $Object.hasOwnProperty.call(m, "headers")) {
for (var ks = $Object.keys(m.headers), i = 0; i < ks.length; ++i) {
w.uint32(18).fork().uint32(10).string(ks[i]).uint32(18).string(m.headers[ks[i]]).ldelim();
}
}
if (m.hostDir != null && $Object.hasOwnProperty.call(m, "hostDir") && m.hostDir !== "")
w.uint32(26).string(m.hostDir);
if (m.defaultScheme != null && $Object.hasOwnProperty.call(m, "defaultScheme") && m.defaultScheme !== "")
w.uint32(34).string(m.defaultScheme);
if (m.httpDebug != null && $Object.hasOwnProperty.call(m, "httpDebug") && m.httpDebug !== 0)
w.uint32(40).int32(m.httpDebug);
if (m.logsStream != null && $Object.hasOwnProperty.call(m, "logsStream") && m.logsStream !== "")
w.uint32(50).string(m.logsStream);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

RegistryResolver.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, k, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.types.transfer.RegistryResolver();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.authStream = v;
else
delete m.authStream;
continue;
}
case 2: {
if (u !== 2)
break;
if (m.headers === $util.emptyObject)
m.headers = {};
var c2 = r.size() + r.pos;
if (c2 > r.len)
throw $RangeError("index out of range");
r.len = c2;
k = "";
v = "";
while (r.pos < c2) {
var t2 = r.tag();
u = t2 & 7;
switch (t2 >>>= 3) {
case 1:
if (u !== 2)
break;
k = r.stringVerify();
continue;
case 2:
if (u !== 2)
break;
v = r.stringVerify();
continue;
}
r.skipType(u, q, t2);
}
if (r.pos !== c2)
throw $RangeError("index out of range");
r.len = c;
if (k === "__proto__")
$util.makeProp(m.headers, k);
m.headers[k] = v;
continue;
}
case 3: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.hostDir = v;
else
delete m.hostDir;
continue;
}
case 4: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.defaultScheme = v;
else
delete m.defaultScheme;
continue;
}
case 5: {
if (u !== 0)
break;
if (v = r.int32())
m.httpDebug = v;
else
delete m.httpDebug;
continue;
}
case 6: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.logsStream = v;
else
delete m.logsStream;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return RegistryResolver;
});

$lazy(transfer, "AuthRequest", function() {

const AuthRequest = function (p) {
this.wwwauthenticate = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

AuthRequest.prototype.host = "";
AuthRequest.prototype.reference = "";
AuthRequest.prototype.wwwauthenticate = $util.emptyArray;

AuthRequest.create = function(properties) {
return new AuthRequest(properties);
};

AuthRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.host != null && $Object.hasOwnProperty.call(m, "host") && m.host !== "")
w.uint32(10).string(m.host);
if (m.reference != null && $Object.hasOwnProperty.call(m, "reference") && m.reference !== "")
w.uint32(18).string(m.reference);
if (m.wwwauthenticate != null && m.wwwauthenticate.length) {
for (var i = 0; i < m.wwwauthenticate.length; ++i)
w.uint32(26).string(m.wwwauthenticate[i]);
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

AuthRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.types.transfer.AuthRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.host = v;
else
delete m.host;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.reference = v;
else
delete m.reference;
continue;
}
case 3: {
if (u !== 2)
break;
if (!(m.wwwauthenticate && m.wwwauthenticate.length))
m.wwwauthenticate = [];
m.wwwauthenticate.push(r.stringVerify());
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return AuthRequest;
});

$lazy(transfer, "AuthResponse", function() {

const AuthResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

AuthResponse.prototype.authType = 0;
AuthResponse.prototype.secret = "";
AuthResponse.prototype.username = "";
AuthResponse.prototype.expireAt = null;

AuthResponse.create = function(properties) {
return new AuthResponse(properties);
};

AuthResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.authType != null && $Object.hasOwnProperty.call(m, "authType") && m.authType !== 0)
w.uint32(8).int32(m.authType);
if (m.secret != null && $Object.hasOwnProperty.call(m, "secret") && m.secret !== "")
w.uint32(18).string(m.secret);
if (m.username != null && $Object.hasOwnProperty.call(m, "username") && m.username !== "")
w.uint32(26).string(m.username);
if (m.expireAt != null && $Object.hasOwnProperty.call(m, "expireAt"))
$root.google.protobuf.Timestamp.encode(m.expireAt, w.uint32(34).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

AuthResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.types.transfer.AuthResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 0)
break;
if (v = r.int32())
m.authType = v;
else
delete m.authType;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.secret = v;
else
delete m.secret;
continue;
}
case 3: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.username = v;
else
delete m.username;
continue;
}
case 4: {
if (u !== 2)
break;
m.expireAt = $root.google.protobuf.Timestamp.decode(r, r.size(), $undefined, q + 1, m.expireAt);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return AuthResponse;
});

$lazy(transfer, "Data", function() {

const Data = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

Data.prototype.data = $util.newBuffer([]);

Data.create = function(properties) {
return new Data(properties);
};

Data.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.data != null && $Object.hasOwnProperty.call(m, "data") && m.data.length)
w.uint32(10).bytes(m.data);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

Data.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.types.transfer.Data();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.bytes()).length)
m.data = v;
else
delete m.data;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return Data;
});

$lazy(transfer, "WindowUpdate", function() {

const WindowUpdate = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

WindowUpdate.prototype.update = 0;

WindowUpdate.create = function(properties) {
return new WindowUpdate(properties);
};

WindowUpdate.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.update != null && $Object.hasOwnProperty.call(m, "update") && m.update !== 0)
w.uint32(8).int32(m.update);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

WindowUpdate.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.types.transfer.WindowUpdate();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 0)
break;
if (v = r.int32())
m.update = v;
else
delete m.update;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return WindowUpdate;
});

$lazy(transfer, "ReadStream", function() {

const ReadStream = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ReadStream.prototype.stream = "";
ReadStream.prototype.mediaType = "";

ReadStream.create = function(properties) {
return new ReadStream(properties);
};

ReadStream.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.stream != null && $Object.hasOwnProperty.call(m, "stream") && m.stream !== "")
w.uint32(10).string(m.stream);
if (m.mediaType != null && $Object.hasOwnProperty.call(m, "mediaType") && m.mediaType !== "")
w.uint32(18).string(m.mediaType);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ReadStream.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.types.transfer.ReadStream();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.stream = v;
else
delete m.stream;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.mediaType = v;
else
delete m.mediaType;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ReadStream;
});

$lazy(transfer, "WriteStream", function() {

const WriteStream = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

WriteStream.prototype.stream = "";
WriteStream.prototype.mediaType = "";

WriteStream.create = function(properties) {
return new WriteStream(properties);
};

WriteStream.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.stream != null && $Object.hasOwnProperty.call(m, "stream") && m.stream !== "")
w.uint32(10).string(m.stream);
if (m.mediaType != null && $Object.hasOwnProperty.call(m, "mediaType") && m.mediaType !== "")
w.uint32(18).string(m.mediaType);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

WriteStream.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.types.transfer.WriteStream();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.stream = v;
else
delete m.stream;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.mediaType = v;
else
delete m.mediaType;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return WriteStream;
});

return transfer;
});

return types;
});

$lazy(containerd, "runc", function() {

const runc = {};

$lazy(runc, "v1", function() {

const v1 = {};

$lazy(v1, "Options", function() {

const Options = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

Options.prototype.noPivotRoot = false;
Options.prototype.noNewKeyring = false;
Options.prototype.shimCgroup = "";
Options.prototype.ioUid = 0;
Options.prototype.ioGid = 0;
Options.prototype.binaryName = "";
Options.prototype.root = "";
Options.prototype.systemdCgroup = false;
Options.prototype.criuImagePath = "";
Options.prototype.criuWorkPath = "";
Options.prototype.taskApiAddress = "";
Options.prototype.taskApiVersion = 0;

Options.create = function(properties) {
return new Options(properties);
};

Options.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.noPivotRoot != null && $Object.hasOwnProperty.call(m, "noPivotRoot") && m.noPivotRoot !== false)
w.uint32(8).bool(m.noPivotRoot);
if (m.noNewKeyring != null && $Object.hasOwnProperty.call(m, "noNewKeyring") && m.noNewKeyring !== false)
w.uint32(16).bool(m.noNewKeyring);
if (m.shimCgroup != null && $Object.hasOwnProperty.call(m, "shimCgroup") && m.shimCgroup !== "")
w.uint32(26).string(m.shimCgroup);
if (m.ioUid != null && $Object.hasOwnProperty.call(m, "ioUid") && m.ioUid !== 0)
w.uint32(32).uint32(m.ioUid);
if (m.ioGid != null && $Object.hasOwnProperty.call(m, "ioGid") && m.ioGid !== 0)
w.uint32(40).uint32(m.ioGid);
if (m.binaryName != null && $Object.hasOwnProperty.call(m, "binaryName") && m.binaryName !== "")
w.uint32(50).string(m.binaryName);
if (m.root != null && $Object.hasOwnProperty.call(m, "root") && m.root !== "")
w.uint32(58).string(m.root);
if (m.systemdCgroup != null && $Object.hasOwnProperty.call(m, "systemdCgroup") && m.systemdCgroup !== false)
w.uint32(72).bool(m.systemdCgroup);
if (m.criuImagePath != null && $Object.hasOwnProperty.call(m, "criuImagePath") && m.criuImagePath !== "")
w.uint32(82).string(m.criuImagePath);
if (m.criuWorkPath != null && $Object.hasOwnProperty.call(m, "criuWorkPath") && m.criuWorkPath !== "")
w.uint32(90).string(m.criuWorkPath);
if (m.taskApiAddress != null && $Object.hasOwnProperty.call(m, "taskApiAddress") && m.taskApiAddress !== "")
w.uint32(98).string(m.taskApiAddress);
if (m.taskApiVersion != null && $Object.hasOwnProperty.call(m, "taskApiVersion") && m.taskApiVersion !== 0)
w.uint32(104).uint32(m.taskApiVersion);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

Options.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.runc.v1.Options();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 0)
break;
if (v = r.bool())
m.noPivotRoot = v;
else
delete m.noPivotRoot;
continue;
}
case 2: {
if (u !== 0)
break;
if (v = r.bool())
m.noNewKeyring = v;
else
delete m.noNewKeyring;
continue;
}
case 3: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.shimCgroup = v;
else
delete m.shimCgroup;
continue;
}
case 4: {
if (u !== 0)
break;
if (v = r.uint32())
m.ioUid = v;
else
delete m.ioUid;
continue;
}
case 5: {
if (u !== 0)
break;
if (v = r.uint32())
m.ioGid = v;
else
delete m.ioGid;
continue;
}
case 6: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.binaryName = v;
else
delete m.binaryName;
continue;
}
case 7: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.root = v;
else
delete m.root;
continue;
}
case 9: {
if (u !== 0)
break;
if (v = r.bool())
m.systemdCgroup = v;
else
delete m.systemdCgroup;
continue;
}
case 10: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.criuImagePath = v;
else
delete m.criuImagePath;
continue;
}
case 11: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.criuWorkPath = v;
else
delete m.criuWorkPath;
continue;
}
case 12: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.taskApiAddress = v;
else
delete m.taskApiAddress;
continue;
}
case 13: {
if (u !== 0)
break;
if (v = r.uint32())
m.taskApiVersion = v;
else
delete m.taskApiVersion;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return Options;
});

$lazy(v1, "CheckpointOptions", function() {

const CheckpointOptions = function (p) {
this.emptyNamespaces = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

CheckpointOptions.prototype.exit = false;
CheckpointOptions.prototype.openTcp = false;
CheckpointOptions.prototype.externalUnixSockets = false;
CheckpointOptions.prototype.terminal = false;
CheckpointOptions.prototype.fileLocks = false;
CheckpointOptions.prototype.emptyNamespaces = $util.emptyArray;
CheckpointOptions.prototype.cgroupsMode = "";
CheckpointOptions.prototype.imagePath = "";
CheckpointOptions.prototype.workPath = "";
CheckpointOptions.prototype.parentPath = "";

CheckpointOptions.create = function(properties) {
return new CheckpointOptions(properties);
};

CheckpointOptions.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.exit != null && $Object.hasOwnProperty.call(m, "exit") && m.exit !== false)
w.uint32(8).bool(m.exit);
if (m.openTcp != null && $Object.hasOwnProperty.call(m, "openTcp") && m.openTcp !== false)
w.uint32(16).bool(m.openTcp);
if (m.externalUnixSockets != null && $Object.hasOwnProperty.call(m, "externalUnixSockets") && m.externalUnixSockets !== false)
w.uint32(24).bool(m.externalUnixSockets);
if (m.terminal != null && $Object.hasOwnProperty.call(m, "terminal") && m.terminal !== false)
w.uint32(32).bool(m.terminal);
if (m.fileLocks != null && $Object.hasOwnProperty.call(m, "fileLocks") && m.fileLocks !== false)
w.uint32(40).bool(m.fileLocks);
if (m.emptyNamespaces != null && m.emptyNamespaces.length) {
for (var i = 0; i < m.emptyNamespaces.length; ++i)
w.uint32(50).string(m.emptyNamespaces[i]);
}
if (m.cgroupsMode != null && $Object.hasOwnProperty.call(m, "cgroupsMode") && m.cgroupsMode !== "")
w.uint32(58).string(m.cgroupsMode);
if (m.imagePath != null && $Object.hasOwnProperty.call(m, "imagePath") && m.imagePath !== "")
w.uint32(66).string(m.imagePath);
if (m.workPath != null && $Object.hasOwnProperty.call(m, "workPath") && m.workPath !== "")
w.uint32(74).string(m.workPath);
if (m.parentPath != null && $Object.hasOwnProperty.call(m, "parentPath") && m.parentPath !== "")
w.uint32(82).string(m.parentPath);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

CheckpointOptions.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.runc.v1.CheckpointOptions();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 0)
break;
if (v = r.bool())
m.exit = v;
else
delete m.exit;
continue;
}
case 2: {
if (u !== 0)
break;
if (v = r.bool())
m.openTcp = v;
else
delete m.openTcp;
continue;
}
case 3: {
if (u !== 0)
break;
if (v = r.bool())
m.externalUnixSockets = v;
else
delete m.externalUnixSockets;
continue;
}
case 4: {
if (u !== 0)
break;
if (v = r.bool())
m.terminal = v;
else
delete m.terminal;
continue;
}
case 5: {
if (u !== 0)
break;
if (v = r.bool())
m.fileLocks = v;
else
delete m.fileLocks;
continue;
}
case 6: {
if (u !== 2)
break;
if (!(m.emptyNamespaces && m.emptyNamespaces.length))
m.emptyNamespaces = [];
m.emptyNamespaces.push(r.stringVerify());
continue;
}
case 7: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.cgroupsMode = v;
else
delete m.cgroupsMode;
continue;
}
case 8: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.imagePath = v;
else
delete m.imagePath;
continue;
}
case 9: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.workPath = v;
else
delete m.workPath;
continue;
}
case 10: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.parentPath = v;
else
delete m.parentPath;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return CheckpointOptions;
});

$lazy(v1, "ProcessDetails", function() {

const ProcessDetails = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ProcessDetails.prototype.execId = "";

ProcessDetails.create = function(properties) {
return new ProcessDetails(properties);
};

ProcessDetails.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.execId != null && $Object.hasOwnProperty.call(m, "execId") && m.execId !== "")
w.uint32(10).string(m.execId);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ProcessDetails.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.runc.v1.ProcessDetails();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.execId = v;
else
delete m.execId;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ProcessDetails;
});

return v1;
});

return runc;
});

$lazy(containerd, "runtime", function() {

const runtime = {};

$lazy(runtime, "bootstrap", function() {

const bootstrap = {};

$lazy(bootstrap, "v1", function() {

const v1 = {};

$lazy(v1, "LogLevel", function() {
const valuesById = $Object.create(null), values = $Object.create(valuesById);
values[valuesById[0] = "LOG_LEVEL_INFO"] = 0;
values[valuesById[-8] = "LOG_LEVEL_TRACE"] = -8;
values[valuesById[-4] = "LOG_LEVEL_DEBUG"] = -4;
values[valuesById[4] = "LOG_LEVEL_WARN"] = 4;
values[valuesById[8] = "LOG_LEVEL_ERROR"] = 8;
values[valuesById[10] = "LOG_LEVEL_FATAL"] = 10;
values[valuesById[12] = "LOG_LEVEL_PANIC"] = 12;
return values;
});

$lazy(v1, "Capability", function() {
const valuesById = $Object.create(null), values = $Object.create(valuesById);
values[valuesById[0] = "CAPABILITY_UNSPECIFIED"] = 0;
return values;
});

$lazy(v1, "BootstrapParams", function() {

const BootstrapParams = function (p) {
this.extensions = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

BootstrapParams.prototype.instanceId = "";
BootstrapParams.prototype.namespace = "";
BootstrapParams.prototype.logLevel = 0;
BootstrapParams.prototype.containerdVersion = "";
BootstrapParams.prototype.containerdTtrpcAddress = "";
BootstrapParams.prototype.containerdGrpcAddress = "";
BootstrapParams.prototype.containerdBinary = "";
BootstrapParams.prototype.extensions = $util.emptyArray;
BootstrapParams.prototype.socketDir = null;

let $oneOfFields;

// Virtual OneOf for proto3 optional field
$Object.defineProperty(BootstrapParams.prototype, "_socketDir", {
get: $util.oneOfGetter($oneOfFields = ["socketDir"]),
set: $util.oneOfSetter($oneOfFields)
});

BootstrapParams.create = function(properties) {
return new BootstrapParams(properties);
};

BootstrapParams.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.instanceId != null && $Object.hasOwnProperty.call(m, "instanceId") && m.instanceId !== "")
w.uint32(10).string(m.instanceId);
if (m.namespace != null && $Object.hasOwnProperty.call(m, "namespace") && m.namespace !== "")
w.uint32(18).string(m.namespace);
if (m.logLevel != null && $Object.hasOwnProperty.call(m, "logLevel") && m.logLevel !== 0)
w.uint32(24).int32(m.logLevel);
if (m.containerdVersion != null && $Object.hasOwnProperty.call(m, "containerdVersion") && m.containerdVersion !== "")
w.uint32(34).string(m.containerdVersion);
if (m.containerdTtrpcAddress != null && $Object.hasOwnProperty.call(m, "containerdTtrpcAddress") && m.containerdTtrpcAddress !== "")
w.uint32(42).string(m.containerdTtrpcAddress);
if (m.containerdGrpcAddress != null && $Object.hasOwnProperty.call(m, "containerdGrpcAddress") && m.containerdGrpcAddress !== "")
w.uint32(50).string(m.containerdGrpcAddress);
if (m.containerdBinary != null && $Object.hasOwnProperty.call(m, "containerdBinary") && m.containerdBinary !== "")
w.uint32(58).string(m.containerdBinary);
if (m.extensions != null && m.extensions.length) {
for (var i = 0; i < m.extensions.length; ++i)
$root.containerd.runtime.bootstrap.v1.Extension.encode(m.extensions[i], w.uint32(66).fork(), q + 1).ldelim();
}
if (m.socketDir != null && $Object.hasOwnProperty.call(m, "socketDir"))
w.uint32(74).string(m.socketDir);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

BootstrapParams.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.runtime.bootstrap.v1.BootstrapParams();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.instanceId = v;
else
delete m.instanceId;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.namespace = v;
else
delete m.namespace;
continue;
}
case 3: {
if (u !== 0)
break;
if (v = r.int32())
m.logLevel = v;
else
delete m.logLevel;
continue;
}
case 4: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.containerdVersion = v;
else
delete m.containerdVersion;
continue;
}
case 5: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.containerdTtrpcAddress = v;
else
delete m.containerdTtrpcAddress;
continue;
}
case 6: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.containerdGrpcAddress = v;
else
delete m.containerdGrpcAddress;
continue;
}
case 7: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.containerdBinary = v;
else
delete m.containerdBinary;
continue;
}
case 8: {
if (u !== 2)
break;
if (!(m.extensions && m.extensions.length))
m.extensions = [];
m.extensions.push($root.containerd.runtime.bootstrap.v1.Extension.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 9: {
if (u !== 2)
break;
m.socketDir = r.stringVerify();
m._socketDir = "socketDir";
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return BootstrapParams;
});

$lazy(v1, "Extension", function() {

const Extension = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

Extension.prototype.value = null;

Extension.create = function(properties) {
return new Extension(properties);
};

Extension.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.value != null && $Object.hasOwnProperty.call(m, "value"))
$root.google.protobuf.Any.encode(m.value, w.uint32(10).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

Extension.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.runtime.bootstrap.v1.Extension();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.value = $root.google.protobuf.Any.decode(r, r.size(), $undefined, q + 1, m.value);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return Extension;
});

$lazy(v1, "BootstrapResult", function() {

const BootstrapResult = function (p) {
this.capabilities = [];
this.metadata = {};
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

BootstrapResult.prototype.version = 0;
BootstrapResult.prototype.address = "";
BootstrapResult.prototype.protocol = "";
BootstrapResult.prototype.capabilities = $util.emptyArray;
BootstrapResult.prototype.metadata = $util.emptyObject;

BootstrapResult.create = function(properties) {
return new BootstrapResult(properties);
};

BootstrapResult.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.version != null && $Object.hasOwnProperty.call(m, "version") && m.version !== 0)
w.uint32(8).int32(m.version);
if (m.address != null && $Object.hasOwnProperty.call(m, "address") && m.address !== "")
w.uint32(18).string(m.address);
if (m.protocol != null && $Object.hasOwnProperty.call(m, "protocol") && m.protocol !== "")
w.uint32(26).string(m.protocol);
if (m.capabilities != null && m.capabilities.length) {
w.uint32(34).int32s(m.capabilities);
}
if (m.metadata != null && $Object.hasOwnProperty.call(m, "metadata")) {
for (var ks = $Object.keys(m.metadata), i = 0; i < ks.length; ++i) {
w.uint32(42).fork().uint32(10).string(ks[i]).uint32(18).string(m.metadata[ks[i]]).ldelim();
}
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

BootstrapResult.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, k, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.runtime.bootstrap.v1.BootstrapResult();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 0)
break;
if (v = r.int32())
m.version = v;
else
delete m.version;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.address = v;
else
delete m.address;
continue;
}
case 3: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.protocol = v;
else
delete m.protocol;
continue;
}
case 4: {
if (u === 2) {
if (!(m.capabilities && m.capabilities.length))
m.capabilities = [];
r.int32s(m.capabilities);
continue;
}
if (u !== 0)
break;
if (!(m.capabilities && m.capabilities.length))
m.capabilities = [];
m.capabilities.push(r.int32());
continue;
}
case 5: {
if (u !== 2)
break;
if (m.metadata === $util.emptyObject)
m.metadata = {};
var c2 = r.size() + r.pos;
if (c2 > r.len)
throw $RangeError("index out of range");
r.len = c2;
k = "";
v = "";
while (r.pos < c2) {
var t2 = r.tag();
u = t2 & 7;
switch (t2 >>>= 3) {
case 1:
if (u !== 2)
break;
k = r.stringVerify();
continue;
case 2:
if (u !== 2)
break;
v = r.stringVerify();
continue;
}
r.skipType(u, q, t2);
}
if (r.pos !== c2)
throw $RangeError("index out of range");
r.len = c;
if (k === "__proto__")
$util.makeProp(m.metadata, k);
m.metadata[k] = v;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return BootstrapResult;
});

return v1;
});

return bootstrap;
});

$lazy(runtime, "sandbox", function() {

const sandbox = {};

$lazy(sandbox, "v1", function() {

const v1 = {};

$lazy(v1, "CreateSandboxRequest", function() {

const CreateSandboxRequest = function (p) {
this.rootfs = [];
this.annotations = {};
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

CreateSandboxRequest.prototype.sandboxId = "";
CreateSandboxRequest.prototype.bundlePath = "";
CreateSandboxRequest.prototype.rootfs = $util.emptyArray;
CreateSandboxRequest.prototype.options = null;
CreateSandboxRequest.prototype.netnsPath = "";
CreateSandboxRequest.prototype.annotations = $util.emptyObject;

CreateSandboxRequest.create = function(properties) {
return new CreateSandboxRequest(properties);
};

CreateSandboxRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.sandboxId != null && $Object.hasOwnProperty.call(m, "sandboxId") && m.sandboxId !== "")
w.uint32(10).string(m.sandboxId);
if (m.bundlePath != null && $Object.hasOwnProperty.call(m, "bundlePath") && m.bundlePath !== "")
w.uint32(18).string(m.bundlePath);
if (m.rootfs != null && m.rootfs.length) {
for (var i = 0; i < m.rootfs.length; ++i)
$root.containerd.types.Mount.encode(m.rootfs[i], w.uint32(26).fork(), q + 1).ldelim();
}
if (m.options != null && $Object.hasOwnProperty.call(m, "options"))
$root.google.protobuf.Any.encode(m.options, w.uint32(34).fork(), q + 1).ldelim();
if (m.netnsPath != null && $Object.hasOwnProperty.call(m, "netnsPath") && m.netnsPath !== "")
w.uint32(42).string(m.netnsPath);
if (m.annotations != null && $Object.hasOwnProperty.call(m, "annotations")) {
for (var ks = $Object.keys(m.annotations), i = 0; i < ks.length; ++i) {
w.uint32(50).fork().uint32(10).string(ks[i]).uint32(18).string(m.annotations[ks[i]]).ldelim();
}
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

CreateSandboxRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, k, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.runtime.sandbox.v1.CreateSandboxRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.sandboxId = v;
else
delete m.sandboxId;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.bundlePath = v;
else
delete m.bundlePath;
continue;
}
case 3: {
if (u !== 2)
break;
if (!(m.rootfs && m.rootfs.length))
m.rootfs = [];
m.rootfs.push($root.containerd.types.Mount.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 4: {
if (u !== 2)
break;
m.options = $root.google.protobuf.Any.decode(r, r.size(), $undefined, q + 1, m.options);
continue;
}
case 5: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.netnsPath = v;
else
delete m.netnsPath;
continue;
}
case 6: {
if (u !== 2)
break;
if (m.annotations === $util.emptyObject)
m.annotations = {};
var c2 = r.size() + r.pos;
if (c2 > r.len)
throw $RangeError("index out of range");
r.len = c2;
k = "";
v = "";
while (r.pos < c2) {
var t2 = r.tag();
u = t2 & 7;
switch (t2 >>>= 3) {
case 1:
if (u !== 2)
break;
k = r.stringVerify();
continue;
case 2:
if (u !== 2)
break;
v = r.stringVerify();
continue;
}
r.skipType(u, q, t2);
}
if (r.pos !== c2)
throw $RangeError("index out of range");
r.len = c;
if (k === "__proto__")
$util.makeProp(m.annotations, k);
m.annotations[k] = v;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return CreateSandboxRequest;
});

$lazy(v1, "CreateSandboxResponse", function() {

const CreateSandboxResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

CreateSandboxResponse.create = function(properties) {
return new CreateSandboxResponse(properties);
};

CreateSandboxResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

CreateSandboxResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.runtime.sandbox.v1.CreateSandboxResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
r.skipType(t & 7, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return CreateSandboxResponse;
});

$lazy(v1, "StartSandboxRequest", function() {

const StartSandboxRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

StartSandboxRequest.prototype.sandboxId = "";

StartSandboxRequest.create = function(properties) {
return new StartSandboxRequest(properties);
};

StartSandboxRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.sandboxId != null && $Object.hasOwnProperty.call(m, "sandboxId") && m.sandboxId !== "")
w.uint32(10).string(m.sandboxId);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

StartSandboxRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.runtime.sandbox.v1.StartSandboxRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.sandboxId = v;
else
delete m.sandboxId;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return StartSandboxRequest;
});

$lazy(v1, "StartSandboxResponse", function() {

const StartSandboxResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

StartSandboxResponse.prototype.pid = 0;
StartSandboxResponse.prototype.createdAt = null;
StartSandboxResponse.prototype.spec = null;

StartSandboxResponse.create = function(properties) {
return new StartSandboxResponse(properties);
};

StartSandboxResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.pid != null && $Object.hasOwnProperty.call(m, "pid") && m.pid !== 0)
w.uint32(8).uint32(m.pid);
if (m.createdAt != null && $Object.hasOwnProperty.call(m, "createdAt"))
$root.google.protobuf.Timestamp.encode(m.createdAt, w.uint32(18).fork(), q + 1).ldelim();
if (m.spec != null && $Object.hasOwnProperty.call(m, "spec"))
$root.google.protobuf.Any.encode(m.spec, w.uint32(26).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

StartSandboxResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.runtime.sandbox.v1.StartSandboxResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 0)
break;
if (v = r.uint32())
m.pid = v;
else
delete m.pid;
continue;
}
case 2: {
if (u !== 2)
break;
m.createdAt = $root.google.protobuf.Timestamp.decode(r, r.size(), $undefined, q + 1, m.createdAt);
continue;
}
case 3: {
if (u !== 2)
break;
m.spec = $root.google.protobuf.Any.decode(r, r.size(), $undefined, q + 1, m.spec);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return StartSandboxResponse;
});

$lazy(v1, "PlatformRequest", function() {

const PlatformRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

PlatformRequest.prototype.sandboxId = "";

PlatformRequest.create = function(properties) {
return new PlatformRequest(properties);
};

PlatformRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.sandboxId != null && $Object.hasOwnProperty.call(m, "sandboxId") && m.sandboxId !== "")
w.uint32(10).string(m.sandboxId);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

PlatformRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.runtime.sandbox.v1.PlatformRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.sandboxId = v;
else
delete m.sandboxId;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return PlatformRequest;
});

$lazy(v1, "PlatformResponse", function() {

const PlatformResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

PlatformResponse.prototype.platform = null;

PlatformResponse.create = function(properties) {
return new PlatformResponse(properties);
};

PlatformResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.platform != null && $Object.hasOwnProperty.call(m, "platform"))
$root.containerd.types.Platform.encode(m.platform, w.uint32(10).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

PlatformResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.runtime.sandbox.v1.PlatformResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.platform = $root.containerd.types.Platform.decode(r, r.size(), $undefined, q + 1, m.platform);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return PlatformResponse;
});

$lazy(v1, "StopSandboxRequest", function() {

const StopSandboxRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

StopSandboxRequest.prototype.sandboxId = "";
StopSandboxRequest.prototype.timeoutSecs = 0;

StopSandboxRequest.create = function(properties) {
return new StopSandboxRequest(properties);
};

StopSandboxRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.sandboxId != null && $Object.hasOwnProperty.call(m, "sandboxId") && m.sandboxId !== "")
w.uint32(10).string(m.sandboxId);
if (m.timeoutSecs != null && $Object.hasOwnProperty.call(m, "timeoutSecs") && m.timeoutSecs !== 0)
w.uint32(16).uint32(m.timeoutSecs);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

StopSandboxRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.runtime.sandbox.v1.StopSandboxRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.sandboxId = v;
else
delete m.sandboxId;
continue;
}
case 2: {
if (u !== 0)
break;
if (v = r.uint32())
m.timeoutSecs = v;
else
delete m.timeoutSecs;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return StopSandboxRequest;
});

$lazy(v1, "StopSandboxResponse", function() {

const StopSandboxResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

StopSandboxResponse.create = function(properties) {
return new StopSandboxResponse(properties);
};

StopSandboxResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

StopSandboxResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.runtime.sandbox.v1.StopSandboxResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
r.skipType(t & 7, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return StopSandboxResponse;
});

$lazy(v1, "UpdateSandboxRequest", function() {

const UpdateSandboxRequest = function (p) {
this.annotations = {};
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

UpdateSandboxRequest.prototype.sandboxId = "";
UpdateSandboxRequest.prototype.resources = null;
UpdateSandboxRequest.prototype.annotations = $util.emptyObject;

UpdateSandboxRequest.create = function(properties) {
return new UpdateSandboxRequest(properties);
};

UpdateSandboxRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.sandboxId != null && $Object.hasOwnProperty.call(m, "sandboxId") && m.sandboxId !== "")
w.uint32(10).string(m.sandboxId);
if (m.resources != null && $Object.hasOwnProperty.call(m, "resources"))
$root.google.protobuf.Any.encode(m.resources, w.uint32(18).fork(), q + 1).ldelim();
if (m.annotations != null && $Object.hasOwnProperty.call(m, "annotations")) {
for (var ks = $Object.keys(m.annotations), i = 0; i < ks.length; ++i) {
w.uint32(26).fork().uint32(10).string(ks[i]).uint32(18).string(m.annotations[ks[i]]).ldelim();
}
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

UpdateSandboxRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, k, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.runtime.sandbox.v1.UpdateSandboxRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.sandboxId = v;
else
delete m.sandboxId;
continue;
}
case 2: {
if (u !== 2)
break;
m.resources = $root.google.protobuf.Any.decode(r, r.size(), $undefined, q + 1, m.resources);
continue;
}
case 3: {
if (u !== 2)
break;
if (m.annotations === $util.emptyObject)
m.annotations = {};
var c2 = r.size() + r.pos;
if (c2 > r.len)
throw $RangeError("index out of range");
r.len = c2;
k = "";
v = "";
while (r.pos < c2) {
var t2 = r.tag();
u = t2 & 7;
switch (t2 >>>= 3) {
case 1:
if (u !== 2)
break;
k = r.stringVerify();
continue;
case 2:
if (u !== 2)
break;
v = r.stringVerify();
continue;
}
r.skipType(u, q, t2);
}
if (r.pos !== c2)
throw $RangeError("index out of range");
r.len = c;
if (k === "__proto__")
$util.makeProp(m.annotations, k);
m.annotations[k] = v;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return UpdateSandboxRequest;
});

$lazy(v1, "WaitSandboxRequest", function() {

const WaitSandboxRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

WaitSandboxRequest.prototype.sandboxId = "";

WaitSandboxRequest.create = function(properties) {
return new WaitSandboxRequest(properties);
};

WaitSandboxRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.sandboxId != null && $Object.hasOwnProperty.call(m, "sandboxId") && m.sandboxId !== "")
w.uint32(10).string(m.sandboxId);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

WaitSandboxRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.runtime.sandbox.v1.WaitSandboxRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.sandboxId = v;
else
delete m.sandboxId;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return WaitSandboxRequest;
});

$lazy(v1, "WaitSandboxResponse", function() {

const WaitSandboxResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

WaitSandboxResponse.prototype.exitStatus = 0;
WaitSandboxResponse.prototype.exitedAt = null;

WaitSandboxResponse.create = function(properties) {
return new WaitSandboxResponse(properties);
};

WaitSandboxResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.exitStatus != null && $Object.hasOwnProperty.call(m, "exitStatus") && m.exitStatus !== 0)
w.uint32(8).uint32(m.exitStatus);
if (m.exitedAt != null && $Object.hasOwnProperty.call(m, "exitedAt"))
$root.google.protobuf.Timestamp.encode(m.exitedAt, w.uint32(18).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

WaitSandboxResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.runtime.sandbox.v1.WaitSandboxResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 0)
break;
if (v = r.uint32())
m.exitStatus = v;
else
delete m.exitStatus;
continue;
}
case 2: {
if (u !== 2)
break;
m.exitedAt = $root.google.protobuf.Timestamp.decode(r, r.size(), $undefined, q + 1, m.exitedAt);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return WaitSandboxResponse;
});

$lazy(v1, "UpdateSandboxResponse", function() {

const UpdateSandboxResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

UpdateSandboxResponse.create = function(properties) {
return new UpdateSandboxResponse(properties);
};

UpdateSandboxResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

UpdateSandboxResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.runtime.sandbox.v1.UpdateSandboxResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
r.skipType(t & 7, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return UpdateSandboxResponse;
});

$lazy(v1, "SandboxStatusRequest", function() {

const SandboxStatusRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

SandboxStatusRequest.prototype.sandboxId = "";
SandboxStatusRequest.prototype.verbose = false;

SandboxStatusRequest.create = function(properties) {
return new SandboxStatusRequest(properties);
};

SandboxStatusRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.sandboxId != null && $Object.hasOwnProperty.call(m, "sandboxId") && m.sandboxId !== "")
w.uint32(10).string(m.sandboxId);
if (m.verbose != null && $Object.hasOwnProperty.call(m, "verbose") && m.verbose !== false)
w.uint32(16).bool(m.verbose);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

SandboxStatusRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.runtime.sandbox.v1.SandboxStatusRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.sandboxId = v;
else
delete m.sandboxId;
continue;
}
case 2: {
if (u !== 0)
break;
if (v = r.bool())
m.verbose = v;
else
delete m.verbose;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return SandboxStatusRequest;
});

$lazy(v1, "SandboxStatusResponse", function() {

const SandboxStatusResponse = function (p) {
this.info = {};
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

SandboxStatusResponse.prototype.sandboxId = "";
SandboxStatusResponse.prototype.pid = 0;
SandboxStatusResponse.prototype.state = "";
SandboxStatusResponse.prototype.info = $util.emptyObject;
SandboxStatusResponse.prototype.createdAt = null;
SandboxStatusResponse.prototype.exitedAt = null;
SandboxStatusResponse.prototype.extra = null;

SandboxStatusResponse.create = function(properties) {
return new SandboxStatusResponse(properties);
};

SandboxStatusResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.sandboxId != null && $Object.hasOwnProperty.call(m, "sandboxId") && m.sandboxId !== "")
w.uint32(10).string(m.sandboxId);
if (m.pid != null && $Object.hasOwnProperty.call(m, "pid") && m.pid !== 0)
w.uint32(16).uint32(m.pid);
if (m.state != null && $Object.hasOwnProperty.call(m, "state") && m.state !== "")
w.uint32(26).string(m.state);
if (m.info != null && $Object.hasOwnProperty.call(m, "info")) {
for (var ks = $Object.keys(m.info), i = 0; i < ks.length; ++i) {
w.uint32(34).fork().uint32(10).string(ks[i]).uint32(18).string(m.info[ks[i]]).ldelim();
}
}
if (m.createdAt != null && $Object.hasOwnProperty.call(m, "createdAt"))
$root.google.protobuf.Timestamp.encode(m.createdAt, w.uint32(42).fork(), q + 1).ldelim();
if (m.exitedAt != null && $Object.hasOwnProperty.call(m, "exitedAt"))
$root.google.protobuf.Timestamp.encode(m.exitedAt, w.uint32(50).fork(), q + 1).ldelim();
if (m.extra != null && $Object.hasOwnProperty.call(m, "extra"))
$root.google.protobuf.Any.encode(m.extra, w.uint32(58).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

SandboxStatusResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, k, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.runtime.sandbox.v1.SandboxStatusResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.sandboxId = v;
else
delete m.sandboxId;
continue;
}
case 2: {
if (u !== 0)
break;
if (v = r.uint32())
m.pid = v;
else
delete m.pid;
continue;
}
case 3: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.state = v;
else
delete m.state;
continue;
}
case 4: {
if (u !== 2)
break;
if (m.info === $util.emptyObject)
m.info = {};
var c2 = r.size() + r.pos;
if (c2 > r.len)
throw $RangeError("index out of range");
r.len = c2;
k = "";
v = "";
while (r.pos < c2) {
var t2 = r.tag();
u = t2 & 7;
switch (t2 >>>= 3) {
case 1:
if (u !== 2)
break;
k = r.stringVerify();
continue;
case 2:
if (u !== 2)
break;
v = r.stringVerify();
continue;
}
r.skipType(u, q, t2);
}
if (r.pos !== c2)
throw $RangeError("index out of range");
r.len = c;
if (k === "__proto__")
$util.makeProp(m.info, k);
m.info[k] = v;
continue;
}
case 5: {
if (u !== 2)
break;
m.createdAt = $root.google.protobuf.Timestamp.decode(r, r.size(), $undefined, q + 1, m.createdAt);
continue;
}
case 6: {
if (u !== 2)
break;
m.exitedAt = $root.google.protobuf.Timestamp.decode(r, r.size(), $undefined, q + 1, m.exitedAt);
continue;
}
case 7: {
if (u !== 2)
break;
m.extra = $root.google.protobuf.Any.decode(r, r.size(), $undefined, q + 1, m.extra);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return SandboxStatusResponse;
});

$lazy(v1, "PingRequest", function() {

const PingRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

PingRequest.prototype.sandboxId = "";

PingRequest.create = function(properties) {
return new PingRequest(properties);
};

PingRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.sandboxId != null && $Object.hasOwnProperty.call(m, "sandboxId") && m.sandboxId !== "")
w.uint32(10).string(m.sandboxId);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

PingRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.runtime.sandbox.v1.PingRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.sandboxId = v;
else
delete m.sandboxId;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return PingRequest;
});

$lazy(v1, "PingResponse", function() {

const PingResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

PingResponse.create = function(properties) {
return new PingResponse(properties);
};

PingResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

PingResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.runtime.sandbox.v1.PingResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
r.skipType(t & 7, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return PingResponse;
});

$lazy(v1, "ShutdownSandboxRequest", function() {

const ShutdownSandboxRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ShutdownSandboxRequest.prototype.sandboxId = "";

ShutdownSandboxRequest.create = function(properties) {
return new ShutdownSandboxRequest(properties);
};

ShutdownSandboxRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.sandboxId != null && $Object.hasOwnProperty.call(m, "sandboxId") && m.sandboxId !== "")
w.uint32(10).string(m.sandboxId);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ShutdownSandboxRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.runtime.sandbox.v1.ShutdownSandboxRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.sandboxId = v;
else
delete m.sandboxId;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ShutdownSandboxRequest;
});

$lazy(v1, "ShutdownSandboxResponse", function() {

const ShutdownSandboxResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ShutdownSandboxResponse.create = function(properties) {
return new ShutdownSandboxResponse(properties);
};

ShutdownSandboxResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ShutdownSandboxResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.runtime.sandbox.v1.ShutdownSandboxResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
r.skipType(t & 7, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ShutdownSandboxResponse;
});

$lazy(v1, "SandboxMetricsRequest", function() {

const SandboxMetricsRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

SandboxMetricsRequest.prototype.sandboxId = "";

SandboxMetricsRequest.create = function(properties) {
return new SandboxMetricsRequest(properties);
};

SandboxMetricsRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.sandboxId != null && $Object.hasOwnProperty.call(m, "sandboxId") && m.sandboxId !== "")
w.uint32(10).string(m.sandboxId);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

SandboxMetricsRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.runtime.sandbox.v1.SandboxMetricsRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.sandboxId = v;
else
delete m.sandboxId;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return SandboxMetricsRequest;
});

$lazy(v1, "SandboxMetricsResponse", function() {

const SandboxMetricsResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

SandboxMetricsResponse.prototype.metrics = null;

SandboxMetricsResponse.create = function(properties) {
return new SandboxMetricsResponse(properties);
};

SandboxMetricsResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.metrics != null && $Object.hasOwnProperty.call(m, "metrics"))
$root.containerd.types.Metric.encode(m.metrics, w.uint32(10).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

SandboxMetricsResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.runtime.sandbox.v1.SandboxMetricsResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.metrics = $root.containerd.types.Metric.decode(r, r.size(), $undefined, q + 1, m.metrics);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return SandboxMetricsResponse;
});

return v1;
});

return sandbox;
});

return runtime;
});

$lazy(containerd, "services", function() {

const services = {};

$lazy(services, "containers", function() {

const containers = {};

$lazy(containers, "v1", function() {

const v1 = {};

$lazy(v1, "Container", function() {

const Container = function (p) {
this.labels = {};
this.extensions = {};
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

Container.prototype.id = "";
Container.prototype.labels = $util.emptyObject;
Container.prototype.image = "";
Container.prototype.runtime = null;
Container.prototype.spec = null;
Container.prototype.snapshotter = "";
Container.prototype.snapshotKey = "";
Container.prototype.createdAt = null;
Container.prototype.updatedAt = null;
Container.prototype.extensions = $util.emptyObject;
Container.prototype.sandbox = "";

Container.create = function(properties) {
return new Container(properties);
};

Container.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.id != null && $Object.hasOwnProperty.call(m, "id") && m.id !== "")
w.uint32(10).string(m.id);
if (m.labels != null && $Object.hasOwnProperty.call(m, "labels")) {
for (var ks = $Object.keys(m.labels), i = 0; i < ks.length; ++i) {
w.uint32(18).fork().uint32(10).string(ks[i]).uint32(18).string(m.labels[ks[i]]).ldelim();
}
}
if (m.image != null && $Object.hasOwnProperty.call(m, "image") && m.image !== "")
w.uint32(26).string(m.image);
if (m.runtime != null && $Object.hasOwnProperty.call(m, "runtime"))
$root.containerd.services.containers.v1.Container.Runtime.encode(m.runtime, w.uint32(34).fork(), q + 1).ldelim();
if (m.spec != null && $Object.hasOwnProperty.call(m, "spec"))
$root.google.protobuf.Any.encode(m.spec, w.uint32(42).fork(), q + 1).ldelim();
if (m.snapshotter != null && $Object.hasOwnProperty.call(m, "snapshotter") && m.snapshotter !== "")
w.uint32(50).string(m.snapshotter);
if (m.snapshotKey != null && $Object.hasOwnProperty.call(m, "snapshotKey") && m.snapshotKey !== "")
w.uint32(58).string(m.snapshotKey);
if (m.createdAt != null && $Object.hasOwnProperty.call(m, "createdAt"))
$root.google.protobuf.Timestamp.encode(m.createdAt, w.uint32(66).fork(), q + 1).ldelim();
if (m.updatedAt != null && $Object.hasOwnProperty.call(m, "updatedAt"))
$root.google.protobuf.Timestamp.encode(m.updatedAt, w.uint32(74).fork(), q + 1).ldelim();
if (m.extensions != null && $Object.hasOwnProperty.call(m, "extensions")) {
for (var ks = $Object.keys(m.extensions), i = 0; i < ks.length; ++i) {
w.uint32(82).fork().uint32(10).string(ks[i]);
$root.google.protobuf.Any.encode(m.extensions[ks[i]], w.uint32(18).fork(), q + 1).ldelim().ldelim();
}
}
if (m.sandbox != null && $Object.hasOwnProperty.call(m, "sandbox") && m.sandbox !== "")
w.uint32(90).string(m.sandbox);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

Container.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, k, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.containers.v1.Container();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.id = v;
else
delete m.id;
continue;
}
case 2: {
if (u !== 2)
break;
if (m.labels === $util.emptyObject)
m.labels = {};
var c2 = r.size() + r.pos;
if (c2 > r.len)
throw $RangeError("index out of range");
r.len = c2;
k = "";
v = "";
while (r.pos < c2) {
var t2 = r.tag();
u = t2 & 7;
switch (t2 >>>= 3) {
case 1:
if (u !== 2)
break;
k = r.stringVerify();
continue;
case 2:
if (u !== 2)
break;
v = r.stringVerify();
continue;
}
r.skipType(u, q, t2);
}
if (r.pos !== c2)
throw $RangeError("index out of range");
r.len = c;
if (k === "__proto__")
$util.makeProp(m.labels, k);
m.labels[k] = v;
continue;
}
case 3: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.image = v;
else
delete m.image;
continue;
}
case 4: {
if (u !== 2)
break;
m.runtime = $root.containerd.services.containers.v1.Container.Runtime.decode(r, r.size(), $undefined, q + 1, m.runtime);
continue;
}
case 5: {
if (u !== 2)
break;
m.spec = $root.google.protobuf.Any.decode(r, r.size(), $undefined, q + 1, m.spec);
continue;
}
case 6: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.snapshotter = v;
else
delete m.snapshotter;
continue;
}
case 7: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.snapshotKey = v;
else
delete m.snapshotKey;
continue;
}
case 8: {
if (u !== 2)
break;
m.createdAt = $root.google.protobuf.Timestamp.decode(r, r.size(), $undefined, q + 1, m.createdAt);
continue;
}
case 9: {
if (u !== 2)
break;
m.updatedAt = $root.google.protobuf.Timestamp.decode(r, r.size(), $undefined, q + 1, m.updatedAt);
continue;
}
case 10: {
if (u !== 2)
break;
if (m.extensions === $util.emptyObject)
m.extensions = {};
var c2 = r.size() + r.pos;
if (c2 > r.len)
throw $RangeError("index out of range");
r.len = c2;
k = "";
v = null;
while (r.pos < c2) {
var t2 = r.tag();
u = t2 & 7;
switch (t2 >>>= 3) {
case 1:
if (u !== 2)
break;
k = r.stringVerify();
continue;
case 2:
if (u !== 2)
break;
v = $root.google.protobuf.Any.decode(r, r.size(), $undefined, q + 1, v);
continue;
}
r.skipType(u, q, t2);
}
if (r.pos !== c2)
throw $RangeError("index out of range");
r.len = c;
if (k === "__proto__")
$util.makeProp(m.extensions, k);
m.extensions[k] = v || new $root.google.protobuf.Any();
continue;
}
case 11: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.sandbox = v;
else
delete m.sandbox;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

$lazy(Container, "Runtime", function() {

const Runtime = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

Runtime.prototype.name = "";
Runtime.prototype.options = null;

Runtime.create = function(properties) {
return new Runtime(properties);
};

Runtime.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.name != null && $Object.hasOwnProperty.call(m, "name") && m.name !== "")
w.uint32(10).string(m.name);
if (m.options != null && $Object.hasOwnProperty.call(m, "options"))
$root.google.protobuf.Any.encode(m.options, w.uint32(18).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

Runtime.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.containers.v1.Container.Runtime();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.name = v;
else
delete m.name;
continue;
}
case 2: {
if (u !== 2)
break;
m.options = $root.google.protobuf.Any.decode(r, r.size(), $undefined, q + 1, m.options);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return Runtime;
});

return Container;
});

$lazy(v1, "GetContainerRequest", function() {

const GetContainerRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

GetContainerRequest.prototype.id = "";

GetContainerRequest.create = function(properties) {
return new GetContainerRequest(properties);
};

GetContainerRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.id != null && $Object.hasOwnProperty.call(m, "id") && m.id !== "")
w.uint32(10).string(m.id);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

GetContainerRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.containers.v1.GetContainerRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.id = v;
else
delete m.id;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return GetContainerRequest;
});

$lazy(v1, "GetContainerResponse", function() {

const GetContainerResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

GetContainerResponse.prototype.container = null;

GetContainerResponse.create = function(properties) {
return new GetContainerResponse(properties);
};

GetContainerResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.container != null && $Object.hasOwnProperty.call(m, "container"))
$root.containerd.services.containers.v1.Container.encode(m.container, w.uint32(10).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

GetContainerResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.containers.v1.GetContainerResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.container = $root.containerd.services.containers.v1.Container.decode(r, r.size(), $undefined, q + 1, m.container);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return GetContainerResponse;
});

$lazy(v1, "ListContainersRequest", function() {

const ListContainersRequest = function (p) {
this.filters = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ListContainersRequest.prototype.filters = $util.emptyArray;

ListContainersRequest.create = function(properties) {
return new ListContainersRequest(properties);
};

ListContainersRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.filters != null && m.filters.length) {
for (var i = 0; i < m.filters.length; ++i)
w.uint32(10).string(m.filters[i]);
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ListContainersRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.containers.v1.ListContainersRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if (!(m.filters && m.filters.length))
m.filters = [];
m.filters.push(r.stringVerify());
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ListContainersRequest;
});

$lazy(v1, "ListContainersResponse", function() {

const ListContainersResponse = function (p) {
this.containers = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ListContainersResponse.prototype.containers = $util.emptyArray;

ListContainersResponse.create = function(properties) {
return new ListContainersResponse(properties);
};

ListContainersResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.containers != null && m.containers.length) {
for (var i = 0; i < m.containers.length; ++i)
$root.containerd.services.containers.v1.Container.encode(m.containers[i], w.uint32(10).fork(), q + 1).ldelim();
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ListContainersResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.containers.v1.ListContainersResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if (!(m.containers && m.containers.length))
m.containers = [];
m.containers.push($root.containerd.services.containers.v1.Container.decode(r, r.size(), $undefined, q + 1));
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ListContainersResponse;
});

$lazy(v1, "CreateContainerRequest", function() {

const CreateContainerRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

CreateContainerRequest.prototype.container = null;

CreateContainerRequest.create = function(properties) {
return new CreateContainerRequest(properties);
};

CreateContainerRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.container != null && $Object.hasOwnProperty.call(m, "container"))
$root.containerd.services.containers.v1.Container.encode(m.container, w.uint32(10).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

CreateContainerRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.containers.v1.CreateContainerRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.container = $root.containerd.services.containers.v1.Container.decode(r, r.size(), $undefined, q + 1, m.container);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return CreateContainerRequest;
});

$lazy(v1, "CreateContainerResponse", function() {

const CreateContainerResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

CreateContainerResponse.prototype.container = null;

CreateContainerResponse.create = function(properties) {
return new CreateContainerResponse(properties);
};

CreateContainerResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.container != null && $Object.hasOwnProperty.call(m, "container"))
$root.containerd.services.containers.v1.Container.encode(m.container, w.uint32(10).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

CreateContainerResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.containers.v1.CreateContainerResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.container = $root.containerd.services.containers.v1.Container.decode(r, r.size(), $undefined, q + 1, m.container);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return CreateContainerResponse;
});

$lazy(v1, "UpdateContainerRequest", function() {

const UpdateContainerRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

UpdateContainerRequest.prototype.container = null;
UpdateContainerRequest.prototype.updateMask = null;

UpdateContainerRequest.create = function(properties) {
return new UpdateContainerRequest(properties);
};

UpdateContainerRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.container != null && $Object.hasOwnProperty.call(m, "container"))
$root.containerd.services.containers.v1.Container.encode(m.container, w.uint32(10).fork(), q + 1).ldelim();
if (m.updateMask != null && $Object.hasOwnProperty.call(m, "updateMask"))
$root.google.protobuf.FieldMask.encode(m.updateMask, w.uint32(18).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

UpdateContainerRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.containers.v1.UpdateContainerRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.container = $root.containerd.services.containers.v1.Container.decode(r, r.size(), $undefined, q + 1, m.container);
continue;
}
case 2: {
if (u !== 2)
break;
m.updateMask = $root.google.protobuf.FieldMask.decode(r, r.size(), $undefined, q + 1, m.updateMask);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return UpdateContainerRequest;
});

$lazy(v1, "UpdateContainerResponse", function() {

const UpdateContainerResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

UpdateContainerResponse.prototype.container = null;

UpdateContainerResponse.create = function(properties) {
return new UpdateContainerResponse(properties);
};

UpdateContainerResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.container != null && $Object.hasOwnProperty.call(m, "container"))
$root.containerd.services.containers.v1.Container.encode(m.container, w.uint32(10).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

UpdateContainerResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.containers.v1.UpdateContainerResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.container = $root.containerd.services.containers.v1.Container.decode(r, r.size(), $undefined, q + 1, m.container);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return UpdateContainerResponse;
});

$lazy(v1, "DeleteContainerRequest", function() {

const DeleteContainerRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

DeleteContainerRequest.prototype.id = "";

DeleteContainerRequest.create = function(properties) {
return new DeleteContainerRequest(properties);
};

DeleteContainerRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.id != null && $Object.hasOwnProperty.call(m, "id") && m.id !== "")
w.uint32(10).string(m.id);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

DeleteContainerRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.containers.v1.DeleteContainerRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.id = v;
else
delete m.id;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return DeleteContainerRequest;
});

$lazy(v1, "ListContainerMessage", function() {

const ListContainerMessage = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ListContainerMessage.prototype.container = null;

ListContainerMessage.create = function(properties) {
return new ListContainerMessage(properties);
};

ListContainerMessage.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.container != null && $Object.hasOwnProperty.call(m, "container"))
$root.containerd.services.containers.v1.Container.encode(m.container, w.uint32(10).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ListContainerMessage.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.containers.v1.ListContainerMessage();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.container = $root.containerd.services.containers.v1.Container.decode(r, r.size(), $undefined, q + 1, m.container);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ListContainerMessage;
});

return v1;
});

return containers;
});

$lazy(services, "content", function() {

const content = {};

$lazy(content, "v1", function() {

const v1 = {};

$lazy(v1, "WriteAction", function() {
const valuesById = $Object.create(null), values = $Object.create(valuesById);
values[valuesById[0] = "STAT"] = 0;
values[valuesById[1] = "WRITE"] = 1;
values[valuesById[2] = "COMMIT"] = 2;
return values;
});

$lazy(v1, "Info", function() {

const Info = function (p) {
this.labels = {};
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

Info.prototype.digest = "";
Info.prototype.size = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
Info.prototype.createdAt = null;
Info.prototype.updatedAt = null;
Info.prototype.labels = $util.emptyObject;

Info.create = function(properties) {
return new Info(properties);
};

Info.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.digest != null && $Object.hasOwnProperty.call(m, "digest") && m.digest !== "")
w.uint32(10).string(m.digest);
if (m.size != null && $Object.hasOwnProperty.call(m, "size") && (typeof m.size === "object" ? m.size.low || m.size.high : m.size !== 0))
w.uint32(16).int64(m.size);
if (m.createdAt != null && $Object.hasOwnProperty.call(m, "createdAt"))
$root.google.protobuf.Timestamp.encode(m.createdAt, w.uint32(26).fork(), q + 1).ldelim();
if (m.updatedAt != null && $Object.hasOwnProperty.call(m, "updatedAt"))
$root.google.protobuf.Timestamp.encode(m.updatedAt, w.uint32(34).fork(), q + 1).ldelim();
if (m.labels != null && $Object.hasOwnProperty.call(m, "labels")) {
for (var ks = $Object.keys(m.labels), i = 0; i < ks.length; ++i) {
w.uint32(42).fork().uint32(10).string(ks[i]).uint32(18).string(m.labels[ks[i]]).ldelim();
}
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

Info.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, k, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.content.v1.Info();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.digest = v;
else
delete m.digest;
continue;
}
case 2: {
if (u !== 0)
break;
if (typeof (v = r.int64()) === "object" ? v.low || v.high : v !== 0)
m.size = v;
else
delete m.size;
continue;
}
case 3: {
if (u !== 2)
break;
m.createdAt = $root.google.protobuf.Timestamp.decode(r, r.size(), $undefined, q + 1, m.createdAt);
continue;
}
case 4: {
if (u !== 2)
break;
m.updatedAt = $root.google.protobuf.Timestamp.decode(r, r.size(), $undefined, q + 1, m.updatedAt);
continue;
}
case 5: {
if (u !== 2)
break;
if (m.labels === $util.emptyObject)
m.labels = {};
var c2 = r.size() + r.pos;
if (c2 > r.len)
throw $RangeError("index out of range");
r.len = c2;
k = "";
v = "";
while (r.pos < c2) {
var t2 = r.tag();
u = t2 & 7;
switch (t2 >>>= 3) {
case 1:
if (u !== 2)
break;
k = r.stringVerify();
continue;
case 2:
if (u !== 2)
break;
v = r.stringVerify();
continue;
}
r.skipType(u, q, t2);
}
if (r.pos !== c2)
throw $RangeError("index out of range");
r.len = c;
if (k === "__proto__")
$util.makeProp(m.labels, k);
m.labels[k] = v;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return Info;
});

$lazy(v1, "InfoRequest", function() {

const InfoRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

InfoRequest.prototype.digest = "";

InfoRequest.create = function(properties) {
return new InfoRequest(properties);
};

InfoRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.digest != null && $Object.hasOwnProperty.call(m, "digest") && m.digest !== "")
w.uint32(10).string(m.digest);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

InfoRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.content.v1.InfoRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.digest = v;
else
delete m.digest;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return InfoRequest;
});

$lazy(v1, "InfoResponse", function() {

const InfoResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

InfoResponse.prototype.info = null;

InfoResponse.create = function(properties) {
return new InfoResponse(properties);
};

InfoResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.info != null && $Object.hasOwnProperty.call(m, "info"))
$root.containerd.services.content.v1.Info.encode(m.info, w.uint32(10).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

InfoResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.content.v1.InfoResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.info = $root.containerd.services.content.v1.Info.decode(r, r.size(), $undefined, q + 1, m.info);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return InfoResponse;
});

$lazy(v1, "UpdateRequest", function() {

const UpdateRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

UpdateRequest.prototype.info = null;
UpdateRequest.prototype.updateMask = null;

UpdateRequest.create = function(properties) {
return new UpdateRequest(properties);
};

UpdateRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.info != null && $Object.hasOwnProperty.call(m, "info"))
$root.containerd.services.content.v1.Info.encode(m.info, w.uint32(10).fork(), q + 1).ldelim();
if (m.updateMask != null && $Object.hasOwnProperty.call(m, "updateMask"))
$root.google.protobuf.FieldMask.encode(m.updateMask, w.uint32(18).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

UpdateRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.content.v1.UpdateRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.info = $root.containerd.services.content.v1.Info.decode(r, r.size(), $undefined, q + 1, m.info);
continue;
}
case 2: {
if (u !== 2)
break;
m.updateMask = $root.google.protobuf.FieldMask.decode(r, r.size(), $undefined, q + 1, m.updateMask);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return UpdateRequest;
});

$lazy(v1, "UpdateResponse", function() {

const UpdateResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

UpdateResponse.prototype.info = null;

UpdateResponse.create = function(properties) {
return new UpdateResponse(properties);
};

UpdateResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.info != null && $Object.hasOwnProperty.call(m, "info"))
$root.containerd.services.content.v1.Info.encode(m.info, w.uint32(10).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

UpdateResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.content.v1.UpdateResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.info = $root.containerd.services.content.v1.Info.decode(r, r.size(), $undefined, q + 1, m.info);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return UpdateResponse;
});

$lazy(v1, "ListContentRequest", function() {

const ListContentRequest = function (p) {
this.filters = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ListContentRequest.prototype.filters = $util.emptyArray;

ListContentRequest.create = function(properties) {
return new ListContentRequest(properties);
};

ListContentRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.filters != null && m.filters.length) {
for (var i = 0; i < m.filters.length; ++i)
w.uint32(10).string(m.filters[i]);
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ListContentRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.content.v1.ListContentRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if (!(m.filters && m.filters.length))
m.filters = [];
m.filters.push(r.stringVerify());
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ListContentRequest;
});

$lazy(v1, "ListContentResponse", function() {

const ListContentResponse = function (p) {
this.info = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ListContentResponse.prototype.info = $util.emptyArray;

ListContentResponse.create = function(properties) {
return new ListContentResponse(properties);
};

ListContentResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.info != null && m.info.length) {
for (var i = 0; i < m.info.length; ++i)
$root.containerd.services.content.v1.Info.encode(m.info[i], w.uint32(10).fork(), q + 1).ldelim();
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ListContentResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.content.v1.ListContentResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if (!(m.info && m.info.length))
m.info = [];
m.info.push($root.containerd.services.content.v1.Info.decode(r, r.size(), $undefined, q + 1));
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ListContentResponse;
});

$lazy(v1, "DeleteContentRequest", function() {

const DeleteContentRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

DeleteContentRequest.prototype.digest = "";

DeleteContentRequest.create = function(properties) {
return new DeleteContentRequest(properties);
};

DeleteContentRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.digest != null && $Object.hasOwnProperty.call(m, "digest") && m.digest !== "")
w.uint32(10).string(m.digest);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

DeleteContentRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.content.v1.DeleteContentRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.digest = v;
else
delete m.digest;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return DeleteContentRequest;
});

$lazy(v1, "ReadContentRequest", function() {

const ReadContentRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ReadContentRequest.prototype.digest = "";
ReadContentRequest.prototype.offset = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
ReadContentRequest.prototype.size = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

ReadContentRequest.create = function(properties) {
return new ReadContentRequest(properties);
};

ReadContentRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.digest != null && $Object.hasOwnProperty.call(m, "digest") && m.digest !== "")
w.uint32(10).string(m.digest);
if (m.offset != null && $Object.hasOwnProperty.call(m, "offset") && (typeof m.offset === "object" ? m.offset.low || m.offset.high : m.offset !== 0))
w.uint32(16).int64(m.offset);
if (m.size != null && $Object.hasOwnProperty.call(m, "size") && (typeof m.size === "object" ? m.size.low || m.size.high : m.size !== 0))
w.uint32(24).int64(m.size);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ReadContentRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.content.v1.ReadContentRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.digest = v;
else
delete m.digest;
continue;
}
case 2: {
if (u !== 0)
break;
if (typeof (v = r.int64()) === "object" ? v.low || v.high : v !== 0)
m.offset = v;
else
delete m.offset;
continue;
}
case 3: {
if (u !== 0)
break;
if (typeof (v = r.int64()) === "object" ? v.low || v.high : v !== 0)
m.size = v;
else
delete m.size;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ReadContentRequest;
});

$lazy(v1, "ReadContentResponse", function() {

const ReadContentResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ReadContentResponse.prototype.offset = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
ReadContentResponse.prototype.data = $util.newBuffer([]);

ReadContentResponse.create = function(properties) {
return new ReadContentResponse(properties);
};

ReadContentResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.offset != null && $Object.hasOwnProperty.call(m, "offset") && (typeof m.offset === "object" ? m.offset.low || m.offset.high : m.offset !== 0))
w.uint32(8).int64(m.offset);
if (m.data != null && $Object.hasOwnProperty.call(m, "data") && m.data.length)
w.uint32(18).bytes(m.data);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ReadContentResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.content.v1.ReadContentResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 0)
break;
if (typeof (v = r.int64()) === "object" ? v.low || v.high : v !== 0)
m.offset = v;
else
delete m.offset;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.bytes()).length)
m.data = v;
else
delete m.data;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ReadContentResponse;
});

$lazy(v1, "Status", function() {

const Status = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

Status.prototype.startedAt = null;
Status.prototype.updatedAt = null;
Status.prototype.ref = "";
Status.prototype.offset = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
Status.prototype.total = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
Status.prototype.expected = "";

Status.create = function(properties) {
return new Status(properties);
};

Status.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.startedAt != null && $Object.hasOwnProperty.call(m, "startedAt"))
$root.google.protobuf.Timestamp.encode(m.startedAt, w.uint32(10).fork(), q + 1).ldelim();
if (m.updatedAt != null && $Object.hasOwnProperty.call(m, "updatedAt"))
$root.google.protobuf.Timestamp.encode(m.updatedAt, w.uint32(18).fork(), q + 1).ldelim();
if (m.ref != null && $Object.hasOwnProperty.call(m, "ref") && m.ref !== "")
w.uint32(26).string(m.ref);
if (m.offset != null && $Object.hasOwnProperty.call(m, "offset") && (typeof m.offset === "object" ? m.offset.low || m.offset.high : m.offset !== 0))
w.uint32(32).int64(m.offset);
if (m.total != null && $Object.hasOwnProperty.call(m, "total") && (typeof m.total === "object" ? m.total.low || m.total.high : m.total !== 0))
w.uint32(40).int64(m.total);
if (m.expected != null && $Object.hasOwnProperty.call(m, "expected") && m.expected !== "")
w.uint32(50).string(m.expected);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

Status.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.content.v1.Status();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.startedAt = $root.google.protobuf.Timestamp.decode(r, r.size(), $undefined, q + 1, m.startedAt);
continue;
}
case 2: {
if (u !== 2)
break;
m.updatedAt = $root.google.protobuf.Timestamp.decode(r, r.size(), $undefined, q + 1, m.updatedAt);
continue;
}
case 3: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.ref = v;
else
delete m.ref;
continue;
}
case 4: {
if (u !== 0)
break;
if (typeof (v = r.int64()) === "object" ? v.low || v.high : v !== 0)
m.offset = v;
else
delete m.offset;
continue;
}
case 5: {
if (u !== 0)
break;
if (typeof (v = r.int64()) === "object" ? v.low || v.high : v !== 0)
m.total = v;
else
delete m.total;
continue;
}
case 6: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.expected = v;
else
delete m.expected;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return Status;
});

$lazy(v1, "StatusRequest", function() {

const StatusRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

StatusRequest.prototype.ref = "";

StatusRequest.create = function(properties) {
return new StatusRequest(properties);
};

StatusRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.ref != null && $Object.hasOwnProperty.call(m, "ref") && m.ref !== "")
w.uint32(10).string(m.ref);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

StatusRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.content.v1.StatusRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.ref = v;
else
delete m.ref;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return StatusRequest;
});

$lazy(v1, "StatusResponse", function() {

const StatusResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

StatusResponse.prototype.status = null;

StatusResponse.create = function(properties) {
return new StatusResponse(properties);
};

StatusResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.status != null && $Object.hasOwnProperty.call(m, "status"))
$root.containerd.services.content.v1.Status.encode(m.status, w.uint32(10).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

StatusResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.content.v1.StatusResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.status = $root.containerd.services.content.v1.Status.decode(r, r.size(), $undefined, q + 1, m.status);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return StatusResponse;
});

$lazy(v1, "ListStatusesRequest", function() {

const ListStatusesRequest = function (p) {
this.filters = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ListStatusesRequest.prototype.filters = $util.emptyArray;

ListStatusesRequest.create = function(properties) {
return new ListStatusesRequest(properties);
};

ListStatusesRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.filters != null && m.filters.length) {
for (var i = 0; i < m.filters.length; ++i)
w.uint32(10).string(m.filters[i]);
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ListStatusesRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.content.v1.ListStatusesRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if (!(m.filters && m.filters.length))
m.filters = [];
m.filters.push(r.stringVerify());
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ListStatusesRequest;
});

$lazy(v1, "ListStatusesResponse", function() {

const ListStatusesResponse = function (p) {
this.statuses = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ListStatusesResponse.prototype.statuses = $util.emptyArray;

ListStatusesResponse.create = function(properties) {
return new ListStatusesResponse(properties);
};

ListStatusesResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.statuses != null && m.statuses.length) {
for (var i = 0; i < m.statuses.length; ++i)
$root.containerd.services.content.v1.Status.encode(m.statuses[i], w.uint32(10).fork(), q + 1).ldelim();
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ListStatusesResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.content.v1.ListStatusesResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if (!(m.statuses && m.statuses.length))
m.statuses = [];
m.statuses.push($root.containerd.services.content.v1.Status.decode(r, r.size(), $undefined, q + 1));
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ListStatusesResponse;
});

$lazy(v1, "WriteContentRequest", function() {

const WriteContentRequest = function (p) {
this.labels = {};
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

WriteContentRequest.prototype.action = 0;
WriteContentRequest.prototype.ref = "";
WriteContentRequest.prototype.total = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
WriteContentRequest.prototype.expected = "";
WriteContentRequest.prototype.offset = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
WriteContentRequest.prototype.data = $util.newBuffer([]);
WriteContentRequest.prototype.labels = $util.emptyObject;

WriteContentRequest.create = function(properties) {
return new WriteContentRequest(properties);
};

WriteContentRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.action != null && $Object.hasOwnProperty.call(m, "action") && m.action !== 0)
w.uint32(8).int32(m.action);
if (m.ref != null && $Object.hasOwnProperty.call(m, "ref") && m.ref !== "")
w.uint32(18).string(m.ref);
if (m.total != null && $Object.hasOwnProperty.call(m, "total") && (typeof m.total === "object" ? m.total.low || m.total.high : m.total !== 0))
w.uint32(24).int64(m.total);
if (m.expected != null && $Object.hasOwnProperty.call(m, "expected") && m.expected !== "")
w.uint32(34).string(m.expected);
if (m.offset != null && $Object.hasOwnProperty.call(m, "offset") && (typeof m.offset === "object" ? m.offset.low || m.offset.high : m.offset !== 0))
w.uint32(40).int64(m.offset);
if (m.data != null && $Object.hasOwnProperty.call(m, "data") && m.data.length)
w.uint32(50).bytes(m.data);
if (m.labels != null && $Object.hasOwnProperty.call(m, "labels")) {
for (var ks = $Object.keys(m.labels), i = 0; i < ks.length; ++i) {
w.uint32(58).fork().uint32(10).string(ks[i]).uint32(18).string(m.labels[ks[i]]).ldelim();
}
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

WriteContentRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, k, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.content.v1.WriteContentRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 0)
break;
if (v = r.int32())
m.action = v;
else
delete m.action;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.ref = v;
else
delete m.ref;
continue;
}
case 3: {
if (u !== 0)
break;
if (typeof (v = r.int64()) === "object" ? v.low || v.high : v !== 0)
m.total = v;
else
delete m.total;
continue;
}
case 4: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.expected = v;
else
delete m.expected;
continue;
}
case 5: {
if (u !== 0)
break;
if (typeof (v = r.int64()) === "object" ? v.low || v.high : v !== 0)
m.offset = v;
else
delete m.offset;
continue;
}
case 6: {
if (u !== 2)
break;
if ((v = r.bytes()).length)
m.data = v;
else
delete m.data;
continue;
}
case 7: {
if (u !== 2)
break;
if (m.labels === $util.emptyObject)
m.labels = {};
var c2 = r.size() + r.pos;
if (c2 > r.len)
throw $RangeError("index out of range");
r.len = c2;
k = "";
v = "";
while (r.pos < c2) {
var t2 = r.tag();
u = t2 & 7;
switch (t2 >>>= 3) {
case 1:
if (u !== 2)
break;
k = r.stringVerify();
continue;
case 2:
if (u !== 2)
break;
v = r.stringVerify();
continue;
}
r.skipType(u, q, t2);
}
if (r.pos !== c2)
throw $RangeError("index out of range");
r.len = c;
if (k === "__proto__")
$util.makeProp(m.labels, k);
m.labels[k] = v;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return WriteContentRequest;
});

$lazy(v1, "WriteContentResponse", function() {

const WriteContentResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

WriteContentResponse.prototype.action = 0;
WriteContentResponse.prototype.startedAt = null;
WriteContentResponse.prototype.updatedAt = null;
WriteContentResponse.prototype.offset = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
WriteContentResponse.prototype.total = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
WriteContentResponse.prototype.digest = "";

WriteContentResponse.create = function(properties) {
return new WriteContentResponse(properties);
};

WriteContentResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.action != null && $Object.hasOwnProperty.call(m, "action") && m.action !== 0)
w.uint32(8).int32(m.action);
if (m.startedAt != null && $Object.hasOwnProperty.call(m, "startedAt"))
$root.google.protobuf.Timestamp.encode(m.startedAt, w.uint32(18).fork(), q + 1).ldelim();
if (m.updatedAt != null && $Object.hasOwnProperty.call(m, "updatedAt"))
$root.google.protobuf.Timestamp.encode(m.updatedAt, w.uint32(26).fork(), q + 1).ldelim();
if (m.offset != null && $Object.hasOwnProperty.call(m, "offset") && (typeof m.offset === "object" ? m.offset.low || m.offset.high : m.offset !== 0))
w.uint32(32).int64(m.offset);
if (m.total != null && $Object.hasOwnProperty.call(m, "total") && (typeof m.total === "object" ? m.total.low || m.total.high : m.total !== 0))
w.uint32(40).int64(m.total);
if (m.digest != null && $Object.hasOwnProperty.call(m, "digest") && m.digest !== "")
w.uint32(50).string(m.digest);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

WriteContentResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.content.v1.WriteContentResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 0)
break;
if (v = r.int32())
m.action = v;
else
delete m.action;
continue;
}
case 2: {
if (u !== 2)
break;
m.startedAt = $root.google.protobuf.Timestamp.decode(r, r.size(), $undefined, q + 1, m.startedAt);
continue;
}
case 3: {
if (u !== 2)
break;
m.updatedAt = $root.google.protobuf.Timestamp.decode(r, r.size(), $undefined, q + 1, m.updatedAt);
continue;
}
case 4: {
if (u !== 0)
break;
if (typeof (v = r.int64()) === "object" ? v.low || v.high : v !== 0)
m.offset = v;
else
delete m.offset;
continue;
}
case 5: {
if (u !== 0)
break;
if (typeof (v = r.int64()) === "object" ? v.low || v.high : v !== 0)
m.total = v;
else
delete m.total;
continue;
}
case 6: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.digest = v;
else
delete m.digest;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return WriteContentResponse;
});

$lazy(v1, "AbortRequest", function() {

const AbortRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

AbortRequest.prototype.ref = "";

AbortRequest.create = function(properties) {
return new AbortRequest(properties);
};

AbortRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.ref != null && $Object.hasOwnProperty.call(m, "ref") && m.ref !== "")
w.uint32(10).string(m.ref);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

AbortRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.content.v1.AbortRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.ref = v;
else
delete m.ref;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return AbortRequest;
});

return v1;
});

return content;
});

$lazy(services, "diff", function() {

const diff = {};

$lazy(diff, "v1", function() {

const v1 = {};

$lazy(v1, "ApplyRequest", function() {

const ApplyRequest = function (p) {
this.mounts = [];
this.payloads = {};
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ApplyRequest.prototype.diff = null;
ApplyRequest.prototype.mounts = $util.emptyArray;
ApplyRequest.prototype.payloads = $util.emptyObject;
ApplyRequest.prototype.syncFs = false;

ApplyRequest.create = function(properties) {
return new ApplyRequest(properties);
};

ApplyRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.diff != null && $Object.hasOwnProperty.call(m, "diff"))
$root.containerd.types.Descriptor.encode(m.diff, w.uint32(10).fork(), q + 1).ldelim();
if (m.mounts != null && m.mounts.length) {
for (var i = 0; i < m.mounts.length; ++i)
$root.containerd.types.Mount.encode(m.mounts[i], w.uint32(18).fork(), q + 1).ldelim();
}
if (m.payloads != null && $Object.hasOwnProperty.call(m, "payloads")) {
for (var ks = $Object.keys(m.payloads), i = 0; i < ks.length; ++i) {
w.uint32(26).fork().uint32(10).string(ks[i]);
$root.google.protobuf.Any.encode(m.payloads[ks[i]], w.uint32(18).fork(), q + 1).ldelim().ldelim();
}
}
if (m.syncFs != null && $Object.hasOwnProperty.call(m, "syncFs") && m.syncFs !== false)
w.uint32(32).bool(m.syncFs);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ApplyRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, k, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.diff.v1.ApplyRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.diff = $root.containerd.types.Descriptor.decode(r, r.size(), $undefined, q + 1, m.diff);
continue;
}
case 2: {
if (u !== 2)
break;
if (!(m.mounts && m.mounts.length))
m.mounts = [];
m.mounts.push($root.containerd.types.Mount.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 3: {
if (u !== 2)
break;
if (m.payloads === $util.emptyObject)
m.payloads = {};
var c2 = r.size() + r.pos;
if (c2 > r.len)
throw $RangeError("index out of range");
r.len = c2;
k = "";
v = null;
while (r.pos < c2) {
var t2 = r.tag();
u = t2 & 7;
switch (t2 >>>= 3) {
case 1:
if (u !== 2)
break;
k = r.stringVerify();
continue;
case 2:
if (u !== 2)
break;
v = $root.google.protobuf.Any.decode(r, r.size(), $undefined, q + 1, v);
continue;
}
r.skipType(u, q, t2);
}
if (r.pos !== c2)
throw $RangeError("index out of range");
r.len = c;
if (k === "__proto__")
$util.makeProp(m.payloads, k);
m.payloads[k] = v || new $root.google.protobuf.Any();
continue;
}
case 4: {
if (u !== 0)
break;
if (v = r.bool())
m.syncFs = v;
else
delete m.syncFs;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ApplyRequest;
});

$lazy(v1, "ApplyResponse", function() {

const ApplyResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ApplyResponse.prototype.applied = null;

ApplyResponse.create = function(properties) {
return new ApplyResponse(properties);
};

ApplyResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.applied != null && $Object.hasOwnProperty.call(m, "applied"))
$root.containerd.types.Descriptor.encode(m.applied, w.uint32(10).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ApplyResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.diff.v1.ApplyResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.applied = $root.containerd.types.Descriptor.decode(r, r.size(), $undefined, q + 1, m.applied);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ApplyResponse;
});

$lazy(v1, "DiffRequest", function() {

const DiffRequest = function (p) {
this.left = [];
this.right = [];
this.labels = {};
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

DiffRequest.prototype.left = $util.emptyArray;
DiffRequest.prototype.right = $util.emptyArray;
DiffRequest.prototype.mediaType = "";
DiffRequest.prototype.ref = "";
DiffRequest.prototype.labels = $util.emptyObject;
DiffRequest.prototype.sourceDateEpoch = null;

DiffRequest.create = function(properties) {
return new DiffRequest(properties);
};

DiffRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.left != null && m.left.length) {
for (var i = 0; i < m.left.length; ++i)
$root.containerd.types.Mount.encode(m.left[i], w.uint32(10).fork(), q + 1).ldelim();
}
if (m.right != null && m.right.length) {
for (var i = 0; i < m.right.length; ++i)
$root.containerd.types.Mount.encode(m.right[i], w.uint32(18).fork(), q + 1).ldelim();
}
if (m.mediaType != null && $Object.hasOwnProperty.call(m, "mediaType") && m.mediaType !== "")
w.uint32(26).string(m.mediaType);
if (m.ref != null && $Object.hasOwnProperty.call(m, "ref") && m.ref !== "")
w.uint32(34).string(m.ref);
if (m.labels != null && $Object.hasOwnProperty.call(m, "labels")) {
for (var ks = $Object.keys(m.labels), i = 0; i < ks.length; ++i) {
w.uint32(42).fork().uint32(10).string(ks[i]).uint32(18).string(m.labels[ks[i]]).ldelim();
}
}
if (m.sourceDateEpoch != null && $Object.hasOwnProperty.call(m, "sourceDateEpoch"))
$root.google.protobuf.Timestamp.encode(m.sourceDateEpoch, w.uint32(50).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

DiffRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, k, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.diff.v1.DiffRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if (!(m.left && m.left.length))
m.left = [];
m.left.push($root.containerd.types.Mount.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 2: {
if (u !== 2)
break;
if (!(m.right && m.right.length))
m.right = [];
m.right.push($root.containerd.types.Mount.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 3: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.mediaType = v;
else
delete m.mediaType;
continue;
}
case 4: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.ref = v;
else
delete m.ref;
continue;
}
case 5: {
if (u !== 2)
break;
if (m.labels === $util.emptyObject)
m.labels = {};
var c2 = r.size() + r.pos;
if (c2 > r.len)
throw $RangeError("index out of range");
r.len = c2;
k = "";
v = "";
while (r.pos < c2) {
var t2 = r.tag();
u = t2 & 7;
switch (t2 >>>= 3) {
case 1:
if (u !== 2)
break;
k = r.stringVerify();
continue;
case 2:
if (u !== 2)
break;
v = r.stringVerify();
continue;
}
r.skipType(u, q, t2);
}
if (r.pos !== c2)
throw $RangeError("index out of range");
r.len = c;
if (k === "__proto__")
$util.makeProp(m.labels, k);
m.labels[k] = v;
continue;
}
case 6: {
if (u !== 2)
break;
m.sourceDateEpoch = $root.google.protobuf.Timestamp.decode(r, r.size(), $undefined, q + 1, m.sourceDateEpoch);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return DiffRequest;
});

$lazy(v1, "DiffResponse", function() {

const DiffResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

DiffResponse.prototype.diff = null;

DiffResponse.create = function(properties) {
return new DiffResponse(properties);
};

DiffResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.diff != null && $Object.hasOwnProperty.call(m, "diff"))
$root.containerd.types.Descriptor.encode(m.diff, w.uint32(26).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

DiffResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.diff.v1.DiffResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 3: {
if (u !== 2)
break;
m.diff = $root.containerd.types.Descriptor.decode(r, r.size(), $undefined, q + 1, m.diff);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return DiffResponse;
});

return v1;
});

return diff;
});

$lazy(services, "events", function() {

const events = {};

$lazy(events, "ttrpc", function() {

const ttrpc = {};

$lazy(ttrpc, "v1", function() {

const v1 = {};

$lazy(v1, "ForwardRequest", function() {

const ForwardRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ForwardRequest.prototype.envelope = null;

ForwardRequest.create = function(properties) {
return new ForwardRequest(properties);
};

ForwardRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.envelope != null && $Object.hasOwnProperty.call(m, "envelope"))
$root.containerd.types.Envelope.encode(m.envelope, w.uint32(10).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ForwardRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.events.ttrpc.v1.ForwardRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.envelope = $root.containerd.types.Envelope.decode(r, r.size(), $undefined, q + 1, m.envelope);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ForwardRequest;
});

return v1;
});

return ttrpc;
});

$lazy(events, "v1", function() {

const v1 = {};

$lazy(v1, "PublishRequest", function() {

const PublishRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

PublishRequest.prototype.topic = "";
PublishRequest.prototype.event = null;

PublishRequest.create = function(properties) {
return new PublishRequest(properties);
};

PublishRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.topic != null && $Object.hasOwnProperty.call(m, "topic") && m.topic !== "")
w.uint32(10).string(m.topic);
if (m.event != null && $Object.hasOwnProperty.call(m, "event"))
$root.google.protobuf.Any.encode(m.event, w.uint32(18).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

PublishRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.events.v1.PublishRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.topic = v;
else
delete m.topic;
continue;
}
case 2: {
if (u !== 2)
break;
m.event = $root.google.protobuf.Any.decode(r, r.size(), $undefined, q + 1, m.event);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return PublishRequest;
});

$lazy(v1, "ForwardRequest", function() {

const ForwardRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ForwardRequest.prototype.envelope = null;

ForwardRequest.create = function(properties) {
return new ForwardRequest(properties);
};

ForwardRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.envelope != null && $Object.hasOwnProperty.call(m, "envelope"))
$root.containerd.types.Envelope.encode(m.envelope, w.uint32(10).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ForwardRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.events.v1.ForwardRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.envelope = $root.containerd.types.Envelope.decode(r, r.size(), $undefined, q + 1, m.envelope);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ForwardRequest;
});

$lazy(v1, "SubscribeRequest", function() {

const SubscribeRequest = function (p) {
this.filters = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

SubscribeRequest.prototype.filters = $util.emptyArray;

SubscribeRequest.create = function(properties) {
return new SubscribeRequest(properties);
};

SubscribeRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.filters != null && m.filters.length) {
for (var i = 0; i < m.filters.length; ++i)
w.uint32(10).string(m.filters[i]);
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

SubscribeRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.events.v1.SubscribeRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if (!(m.filters && m.filters.length))
m.filters = [];
m.filters.push(r.stringVerify());
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return SubscribeRequest;
});

return v1;
});

return events;
});

$lazy(services, "images", function() {

const images = {};

$lazy(images, "v1", function() {

const v1 = {};

$lazy(v1, "ImageCreate", function() {

const ImageCreate = function (p) {
this.labels = {};
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ImageCreate.prototype.name = "";
ImageCreate.prototype.labels = $util.emptyObject;

ImageCreate.create = function(properties) {
return new ImageCreate(properties);
};

ImageCreate.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.name != null && $Object.hasOwnProperty.call(m, "name") && m.name !== "")
w.uint32(10).string(m.name);
if (m.labels != null && $Object.hasOwnProperty.call(m, "labels")) {
for (var ks = $Object.keys(m.labels), i = 0; i < ks.length; ++i) {
w.uint32(18).fork().uint32(10).string(ks[i]).uint32(18).string(m.labels[ks[i]]).ldelim();
}
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ImageCreate.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, k, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.images.v1.ImageCreate();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.name = v;
else
delete m.name;
continue;
}
case 2: {
if (u !== 2)
break;
if (m.labels === $util.emptyObject)
m.labels = {};
var c2 = r.size() + r.pos;
if (c2 > r.len)
throw $RangeError("index out of range");
r.len = c2;
k = "";
v = "";
while (r.pos < c2) {
var t2 = r.tag();
u = t2 & 7;
switch (t2 >>>= 3) {
case 1:
if (u !== 2)
break;
k = r.stringVerify();
continue;
case 2:
if (u !== 2)
break;
v = r.stringVerify();
continue;
}
r.skipType(u, q, t2);
}
if (r.pos !== c2)
throw $RangeError("index out of range");
r.len = c;
if (k === "__proto__")
$util.makeProp(m.labels, k);
m.labels[k] = v;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ImageCreate;
});

$lazy(v1, "ImageUpdate", function() {

const ImageUpdate = function (p) {
this.labels = {};
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ImageUpdate.prototype.name = "";
ImageUpdate.prototype.labels = $util.emptyObject;

ImageUpdate.create = function(properties) {
return new ImageUpdate(properties);
};

ImageUpdate.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.name != null && $Object.hasOwnProperty.call(m, "name") && m.name !== "")
w.uint32(10).string(m.name);
if (m.labels != null && $Object.hasOwnProperty.call(m, "labels")) {
for (var ks = $Object.keys(m.labels), i = 0; i < ks.length; ++i) {
w.uint32(18).fork().uint32(10).string(ks[i]).uint32(18).string(m.labels[ks[i]]).ldelim();
}
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ImageUpdate.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, k, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.images.v1.ImageUpdate();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.name = v;
else
delete m.name;
continue;
}
case 2: {
if (u !== 2)
break;
if (m.labels === $util.emptyObject)
m.labels = {};
var c2 = r.size() + r.pos;
if (c2 > r.len)
throw $RangeError("index out of range");
r.len = c2;
k = "";
v = "";
while (r.pos < c2) {
var t2 = r.tag();
u = t2 & 7;
switch (t2 >>>= 3) {
case 1:
if (u !== 2)
break;
k = r.stringVerify();
continue;
case 2:
if (u !== 2)
break;
v = r.stringVerify();
continue;
}
r.skipType(u, q, t2);
}
if (r.pos !== c2)
throw $RangeError("index out of range");
r.len = c;
if (k === "__proto__")
$util.makeProp(m.labels, k);
m.labels[k] = v;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ImageUpdate;
});

$lazy(v1, "ImageDelete", function() {

const ImageDelete = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ImageDelete.prototype.name = "";

ImageDelete.create = function(properties) {
return new ImageDelete(properties);
};

ImageDelete.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.name != null && $Object.hasOwnProperty.call(m, "name") && m.name !== "")
w.uint32(10).string(m.name);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ImageDelete.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.images.v1.ImageDelete();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.name = v;
else
delete m.name;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ImageDelete;
});

$lazy(v1, "Image", function() {

const Image = function (p) {
this.labels = {};
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

Image.prototype.name = "";
Image.prototype.labels = $util.emptyObject;
Image.prototype.target = null;
Image.prototype.createdAt = null;
Image.prototype.updatedAt = null;

Image.create = function(properties) {
return new Image(properties);
};

Image.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.name != null && $Object.hasOwnProperty.call(m, "name") && m.name !== "")
w.uint32(10).string(m.name);
if (m.labels != null && $Object.hasOwnProperty.call(m, "labels")) {
for (var ks = $Object.keys(m.labels), i = 0; i < ks.length; ++i) {
w.uint32(18).fork().uint32(10).string(ks[i]).uint32(18).string(m.labels[ks[i]]).ldelim();
}
}
if (m.target != null && $Object.hasOwnProperty.call(m, "target"))
$root.containerd.types.Descriptor.encode(m.target, w.uint32(26).fork(), q + 1).ldelim();
if (m.createdAt != null && $Object.hasOwnProperty.call(m, "createdAt"))
$root.google.protobuf.Timestamp.encode(m.createdAt, w.uint32(58).fork(), q + 1).ldelim();
if (m.updatedAt != null && $Object.hasOwnProperty.call(m, "updatedAt"))
$root.google.protobuf.Timestamp.encode(m.updatedAt, w.uint32(66).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

Image.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, k, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.images.v1.Image();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.name = v;
else
delete m.name;
continue;
}
case 2: {
if (u !== 2)
break;
if (m.labels === $util.emptyObject)
m.labels = {};
var c2 = r.size() + r.pos;
if (c2 > r.len)
throw $RangeError("index out of range");
r.len = c2;
k = "";
v = "";
while (r.pos < c2) {
var t2 = r.tag();
u = t2 & 7;
switch (t2 >>>= 3) {
case 1:
if (u !== 2)
break;
k = r.stringVerify();
continue;
case 2:
if (u !== 2)
break;
v = r.stringVerify();
continue;
}
r.skipType(u, q, t2);
}
if (r.pos !== c2)
throw $RangeError("index out of range");
r.len = c;
if (k === "__proto__")
$util.makeProp(m.labels, k);
m.labels[k] = v;
continue;
}
case 3: {
if (u !== 2)
break;
m.target = $root.containerd.types.Descriptor.decode(r, r.size(), $undefined, q + 1, m.target);
continue;
}
case 7: {
if (u !== 2)
break;
m.createdAt = $root.google.protobuf.Timestamp.decode(r, r.size(), $undefined, q + 1, m.createdAt);
continue;
}
case 8: {
if (u !== 2)
break;
m.updatedAt = $root.google.protobuf.Timestamp.decode(r, r.size(), $undefined, q + 1, m.updatedAt);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return Image;
});

$lazy(v1, "GetImageRequest", function() {

const GetImageRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

GetImageRequest.prototype.name = "";

GetImageRequest.create = function(properties) {
return new GetImageRequest(properties);
};

GetImageRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.name != null && $Object.hasOwnProperty.call(m, "name") && m.name !== "")
w.uint32(10).string(m.name);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

GetImageRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.images.v1.GetImageRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.name = v;
else
delete m.name;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return GetImageRequest;
});

$lazy(v1, "GetImageResponse", function() {

const GetImageResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

GetImageResponse.prototype.image = null;

GetImageResponse.create = function(properties) {
return new GetImageResponse(properties);
};

GetImageResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.image != null && $Object.hasOwnProperty.call(m, "image"))
$root.containerd.services.images.v1.Image.encode(m.image, w.uint32(10).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

GetImageResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.images.v1.GetImageResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.image = $root.containerd.services.images.v1.Image.decode(r, r.size(), $undefined, q + 1, m.image);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return GetImageResponse;
});

$lazy(v1, "CreateImageRequest", function() {

const CreateImageRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

CreateImageRequest.prototype.image = null;
CreateImageRequest.prototype.sourceDateEpoch = null;

CreateImageRequest.create = function(properties) {
return new CreateImageRequest(properties);
};

CreateImageRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.image != null && $Object.hasOwnProperty.call(m, "image"))
$root.containerd.services.images.v1.Image.encode(m.image, w.uint32(10).fork(), q + 1).ldelim();
if (m.sourceDateEpoch != null && $Object.hasOwnProperty.call(m, "sourceDateEpoch"))
$root.google.protobuf.Timestamp.encode(m.sourceDateEpoch, w.uint32(18).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

CreateImageRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.images.v1.CreateImageRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.image = $root.containerd.services.images.v1.Image.decode(r, r.size(), $undefined, q + 1, m.image);
continue;
}
case 2: {
if (u !== 2)
break;
m.sourceDateEpoch = $root.google.protobuf.Timestamp.decode(r, r.size(), $undefined, q + 1, m.sourceDateEpoch);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return CreateImageRequest;
});

$lazy(v1, "CreateImageResponse", function() {

const CreateImageResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

CreateImageResponse.prototype.image = null;

CreateImageResponse.create = function(properties) {
return new CreateImageResponse(properties);
};

CreateImageResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.image != null && $Object.hasOwnProperty.call(m, "image"))
$root.containerd.services.images.v1.Image.encode(m.image, w.uint32(10).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

CreateImageResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.images.v1.CreateImageResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.image = $root.containerd.services.images.v1.Image.decode(r, r.size(), $undefined, q + 1, m.image);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return CreateImageResponse;
});

$lazy(v1, "UpdateImageRequest", function() {

const UpdateImageRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

UpdateImageRequest.prototype.image = null;
UpdateImageRequest.prototype.updateMask = null;
UpdateImageRequest.prototype.sourceDateEpoch = null;

UpdateImageRequest.create = function(properties) {
return new UpdateImageRequest(properties);
};

UpdateImageRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.image != null && $Object.hasOwnProperty.call(m, "image"))
$root.containerd.services.images.v1.Image.encode(m.image, w.uint32(10).fork(), q + 1).ldelim();
if (m.updateMask != null && $Object.hasOwnProperty.call(m, "updateMask"))
$root.google.protobuf.FieldMask.encode(m.updateMask, w.uint32(18).fork(), q + 1).ldelim();
if (m.sourceDateEpoch != null && $Object.hasOwnProperty.call(m, "sourceDateEpoch"))
$root.google.protobuf.Timestamp.encode(m.sourceDateEpoch, w.uint32(26).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

UpdateImageRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.images.v1.UpdateImageRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.image = $root.containerd.services.images.v1.Image.decode(r, r.size(), $undefined, q + 1, m.image);
continue;
}
case 2: {
if (u !== 2)
break;
m.updateMask = $root.google.protobuf.FieldMask.decode(r, r.size(), $undefined, q + 1, m.updateMask);
continue;
}
case 3: {
if (u !== 2)
break;
m.sourceDateEpoch = $root.google.protobuf.Timestamp.decode(r, r.size(), $undefined, q + 1, m.sourceDateEpoch);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return UpdateImageRequest;
});

$lazy(v1, "UpdateImageResponse", function() {

const UpdateImageResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

UpdateImageResponse.prototype.image = null;

UpdateImageResponse.create = function(properties) {
return new UpdateImageResponse(properties);
};

UpdateImageResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.image != null && $Object.hasOwnProperty.call(m, "image"))
$root.containerd.services.images.v1.Image.encode(m.image, w.uint32(10).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

UpdateImageResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.images.v1.UpdateImageResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.image = $root.containerd.services.images.v1.Image.decode(r, r.size(), $undefined, q + 1, m.image);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return UpdateImageResponse;
});

$lazy(v1, "ListImagesRequest", function() {

const ListImagesRequest = function (p) {
this.filters = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ListImagesRequest.prototype.filters = $util.emptyArray;

ListImagesRequest.create = function(properties) {
return new ListImagesRequest(properties);
};

ListImagesRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.filters != null && m.filters.length) {
for (var i = 0; i < m.filters.length; ++i)
w.uint32(10).string(m.filters[i]);
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ListImagesRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.images.v1.ListImagesRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if (!(m.filters && m.filters.length))
m.filters = [];
m.filters.push(r.stringVerify());
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ListImagesRequest;
});

$lazy(v1, "ListImagesResponse", function() {

const ListImagesResponse = function (p) {
this.images = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ListImagesResponse.prototype.images = $util.emptyArray;

ListImagesResponse.create = function(properties) {
return new ListImagesResponse(properties);
};

ListImagesResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.images != null && m.images.length) {
for (var i = 0; i < m.images.length; ++i)
$root.containerd.services.images.v1.Image.encode(m.images[i], w.uint32(10).fork(), q + 1).ldelim();
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ListImagesResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.images.v1.ListImagesResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if (!(m.images && m.images.length))
m.images = [];
m.images.push($root.containerd.services.images.v1.Image.decode(r, r.size(), $undefined, q + 1));
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ListImagesResponse;
});

$lazy(v1, "DeleteImageRequest", function() {

const DeleteImageRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

DeleteImageRequest.prototype.name = "";
DeleteImageRequest.prototype.sync = false;
DeleteImageRequest.prototype.target = null;

let $oneOfFields;

// Virtual OneOf for proto3 optional field
$Object.defineProperty(DeleteImageRequest.prototype, "_target", {
get: $util.oneOfGetter($oneOfFields = ["target"]),
set: $util.oneOfSetter($oneOfFields)
});

DeleteImageRequest.create = function(properties) {
return new DeleteImageRequest(properties);
};

DeleteImageRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.name != null && $Object.hasOwnProperty.call(m, "name") && m.name !== "")
w.uint32(10).string(m.name);
if (m.sync != null && $Object.hasOwnProperty.call(m, "sync") && m.sync !== false)
w.uint32(16).bool(m.sync);
if (m.target != null && $Object.hasOwnProperty.call(m, "target"))
$root.containerd.types.Descriptor.encode(m.target, w.uint32(26).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

DeleteImageRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.images.v1.DeleteImageRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.name = v;
else
delete m.name;
continue;
}
case 2: {
if (u !== 0)
break;
if (v = r.bool())
m.sync = v;
else
delete m.sync;
continue;
}
case 3: {
if (u !== 2)
break;
m.target = $root.containerd.types.Descriptor.decode(r, r.size(), $undefined, q + 1, m.target);
m._target = "target";
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return DeleteImageRequest;
});

return v1;
});

return images;
});

$lazy(services, "introspection", function() {

const introspection = {};

$lazy(introspection, "v1", function() {

const v1 = {};

$lazy(v1, "Plugin", function() {

const Plugin = function (p) {
this.requires = [];
this.platforms = [];
this.exports = {};
this.capabilities = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

Plugin.prototype.type = "";
Plugin.prototype.id = "";
Plugin.prototype.requires = $util.emptyArray;
Plugin.prototype.platforms = $util.emptyArray;
Plugin.prototype.exports = $util.emptyObject;
Plugin.prototype.capabilities = $util.emptyArray;
Plugin.prototype.initErr = null;

Plugin.create = function(properties) {
return new Plugin(properties);
};

Plugin.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.type != null && $Object.hasOwnProperty.call(m, "type") && m.type !== "")
w.uint32(10).string(m.type);
if (m.id != null && $Object.hasOwnProperty.call(m, "id") && m.id !== "")
w.uint32(18).string(m.id);
if (m.requires != null && m.requires.length) {
for (var i = 0; i < m.requires.length; ++i)
w.uint32(26).string(m.requires[i]);
}
if (m.platforms != null && m.platforms.length) {
for (var i = 0; i < m.platforms.length; ++i)
$root.containerd.types.Platform.encode(m.platforms[i], w.uint32(34).fork(), q + 1).ldelim();
}
if (m.exports != null && $Object.hasOwnProperty.call(m, "exports")) {
for (var ks = $Object.keys(m.exports), i = 0; i < ks.length; ++i) {
w.uint32(42).fork().uint32(10).string(ks[i]).uint32(18).string(m.exports[ks[i]]).ldelim();
}
}
if (m.capabilities != null && m.capabilities.length) {
for (var i = 0; i < m.capabilities.length; ++i)
w.uint32(50).string(m.capabilities[i]);
}
if (m.initErr != null && $Object.hasOwnProperty.call(m, "initErr"))
$root.google.rpc.Status.encode(m.initErr, w.uint32(58).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

Plugin.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, k, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.introspection.v1.Plugin();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.type = v;
else
delete m.type;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.id = v;
else
delete m.id;
continue;
}
case 3: {
if (u !== 2)
break;
if (!(m.requires && m.requires.length))
m.requires = [];
m.requires.push(r.stringVerify());
continue;
}
case 4: {
if (u !== 2)
break;
if (!(m.platforms && m.platforms.length))
m.platforms = [];
m.platforms.push($root.containerd.types.Platform.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 5: {
if (u !== 2)
break;
if (m.exports === $util.emptyObject)
m.exports = {};
var c2 = r.size() + r.pos;
if (c2 > r.len)
throw $RangeError("index out of range");
r.len = c2;
k = "";
v = "";
while (r.pos < c2) {
var t2 = r.tag();
u = t2 & 7;
switch (t2 >>>= 3) {
case 1:
if (u !== 2)
break;
k = r.stringVerify();
continue;
case 2:
if (u !== 2)
break;
v = r.stringVerify();
continue;
}
r.skipType(u, q, t2);
}
if (r.pos !== c2)
throw $RangeError("index out of range");
r.len = c;
if (k === "__proto__")
$util.makeProp(m.exports, k);
m.exports[k] = v;
continue;
}
case 6: {
if (u !== 2)
break;
if (!(m.capabilities && m.capabilities.length))
m.capabilities = [];
m.capabilities.push(r.stringVerify());
continue;
}
case 7: {
if (u !== 2)
break;
m.initErr = $root.google.rpc.Status.decode(r, r.size(), $undefined, q + 1, m.initErr);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return Plugin;
});

$lazy(v1, "PluginsRequest", function() {

const PluginsRequest = function (p) {
this.filters = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

PluginsRequest.prototype.filters = $util.emptyArray;

PluginsRequest.create = function(properties) {
return new PluginsRequest(properties);
};

PluginsRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.filters != null && m.filters.length) {
for (var i = 0; i < m.filters.length; ++i)
w.uint32(10).string(m.filters[i]);
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

PluginsRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.introspection.v1.PluginsRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if (!(m.filters && m.filters.length))
m.filters = [];
m.filters.push(r.stringVerify());
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return PluginsRequest;
});

$lazy(v1, "PluginsResponse", function() {

const PluginsResponse = function (p) {
this.plugins = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

PluginsResponse.prototype.plugins = $util.emptyArray;

PluginsResponse.create = function(properties) {
return new PluginsResponse(properties);
};

PluginsResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.plugins != null && m.plugins.length) {
for (var i = 0; i < m.plugins.length; ++i)
$root.containerd.services.introspection.v1.Plugin.encode(m.plugins[i], w.uint32(10).fork(), q + 1).ldelim();
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

PluginsResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.introspection.v1.PluginsResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if (!(m.plugins && m.plugins.length))
m.plugins = [];
m.plugins.push($root.containerd.services.introspection.v1.Plugin.decode(r, r.size(), $undefined, q + 1));
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return PluginsResponse;
});

$lazy(v1, "ServerResponse", function() {

const ServerResponse = function (p) {
this.deprecations = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ServerResponse.prototype.uuid = "";
ServerResponse.prototype.pid = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
ServerResponse.prototype.pidns = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
ServerResponse.prototype.deprecations = $util.emptyArray;

ServerResponse.create = function(properties) {
return new ServerResponse(properties);
};

ServerResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.uuid != null && $Object.hasOwnProperty.call(m, "uuid") && m.uuid !== "")
w.uint32(10).string(m.uuid);
if (m.pid != null && $Object.hasOwnProperty.call(m, "pid") && (typeof m.pid === "object" ? m.pid.low || m.pid.high : m.pid !== 0))
w.uint32(16).uint64(m.pid);
if (m.pidns != null && $Object.hasOwnProperty.call(m, "pidns") && (typeof m.pidns === "object" ? m.pidns.low || m.pidns.high : m.pidns !== 0))
w.uint32(24).uint64(m.pidns);
if (m.deprecations != null && m.deprecations.length) {
for (var i = 0; i < m.deprecations.length; ++i)
$root.containerd.services.introspection.v1.DeprecationWarning.encode(m.deprecations[i], w.uint32(34).fork(), q + 1).ldelim();
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ServerResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.introspection.v1.ServerResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.uuid = v;
else
delete m.uuid;
continue;
}
case 2: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.pid = v;
else
delete m.pid;
continue;
}
case 3: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.pidns = v;
else
delete m.pidns;
continue;
}
case 4: {
if (u !== 2)
break;
if (!(m.deprecations && m.deprecations.length))
m.deprecations = [];
m.deprecations.push($root.containerd.services.introspection.v1.DeprecationWarning.decode(r, r.size(), $undefined, q + 1));
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ServerResponse;
});

$lazy(v1, "DeprecationWarning", function() {

const DeprecationWarning = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

DeprecationWarning.prototype.id = "";
DeprecationWarning.prototype.message = "";
DeprecationWarning.prototype.lastOccurrence = null;

DeprecationWarning.create = function(properties) {
return new DeprecationWarning(properties);
};

DeprecationWarning.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.id != null && $Object.hasOwnProperty.call(m, "id") && m.id !== "")
w.uint32(10).string(m.id);
if (m.message != null && $Object.hasOwnProperty.call(m, "message") && m.message !== "")
w.uint32(18).string(m.message);
if (m.lastOccurrence != null && $Object.hasOwnProperty.call(m, "lastOccurrence"))
$root.google.protobuf.Timestamp.encode(m.lastOccurrence, w.uint32(26).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

DeprecationWarning.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.introspection.v1.DeprecationWarning();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.id = v;
else
delete m.id;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.message = v;
else
delete m.message;
continue;
}
case 3: {
if (u !== 2)
break;
m.lastOccurrence = $root.google.protobuf.Timestamp.decode(r, r.size(), $undefined, q + 1, m.lastOccurrence);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return DeprecationWarning;
});

$lazy(v1, "PluginInfoRequest", function() {

const PluginInfoRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

PluginInfoRequest.prototype.type = "";
PluginInfoRequest.prototype.id = "";
PluginInfoRequest.prototype.options = null;

PluginInfoRequest.create = function(properties) {
return new PluginInfoRequest(properties);
};

PluginInfoRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.type != null && $Object.hasOwnProperty.call(m, "type") && m.type !== "")
w.uint32(10).string(m.type);
if (m.id != null && $Object.hasOwnProperty.call(m, "id") && m.id !== "")
w.uint32(18).string(m.id);
if (m.options != null && $Object.hasOwnProperty.call(m, "options"))
$root.google.protobuf.Any.encode(m.options, w.uint32(26).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

PluginInfoRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.introspection.v1.PluginInfoRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.type = v;
else
delete m.type;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.id = v;
else
delete m.id;
continue;
}
case 3: {
if (u !== 2)
break;
m.options = $root.google.protobuf.Any.decode(r, r.size(), $undefined, q + 1, m.options);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return PluginInfoRequest;
});

$lazy(v1, "PluginInfoResponse", function() {

const PluginInfoResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

PluginInfoResponse.prototype.plugin = null;
PluginInfoResponse.prototype.extra = null;

PluginInfoResponse.create = function(properties) {
return new PluginInfoResponse(properties);
};

PluginInfoResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.plugin != null && $Object.hasOwnProperty.call(m, "plugin"))
$root.containerd.services.introspection.v1.Plugin.encode(m.plugin, w.uint32(10).fork(), q + 1).ldelim();
if (m.extra != null && $Object.hasOwnProperty.call(m, "extra"))
$root.google.protobuf.Any.encode(m.extra, w.uint32(18).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

PluginInfoResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.introspection.v1.PluginInfoResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.plugin = $root.containerd.services.introspection.v1.Plugin.decode(r, r.size(), $undefined, q + 1, m.plugin);
continue;
}
case 2: {
if (u !== 2)
break;
m.extra = $root.google.protobuf.Any.decode(r, r.size(), $undefined, q + 1, m.extra);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return PluginInfoResponse;
});

return v1;
});

return introspection;
});

$lazy(services, "leases", function() {

const leases = {};

$lazy(leases, "v1", function() {

const v1 = {};

$lazy(v1, "Lease", function() {

const Lease = function (p) {
this.labels = {};
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

Lease.prototype.id = "";
Lease.prototype.createdAt = null;
Lease.prototype.labels = $util.emptyObject;

Lease.create = function(properties) {
return new Lease(properties);
};

Lease.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.id != null && $Object.hasOwnProperty.call(m, "id") && m.id !== "")
w.uint32(10).string(m.id);
if (m.createdAt != null && $Object.hasOwnProperty.call(m, "createdAt"))
$root.google.protobuf.Timestamp.encode(m.createdAt, w.uint32(18).fork(), q + 1).ldelim();
if (m.labels != null && $Object.hasOwnProperty.call(m, "labels")) {
for (var ks = $Object.keys(m.labels), i = 0; i < ks.length; ++i) {
w.uint32(26).fork().uint32(10).string(ks[i]).uint32(18).string(m.labels[ks[i]]).ldelim();
}
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

Lease.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, k, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.leases.v1.Lease();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.id = v;
else
delete m.id;
continue;
}
case 2: {
if (u !== 2)
break;
m.createdAt = $root.google.protobuf.Timestamp.decode(r, r.size(), $undefined, q + 1, m.createdAt);
continue;
}
case 3: {
if (u !== 2)
break;
if (m.labels === $util.emptyObject)
m.labels = {};
var c2 = r.size() + r.pos;
if (c2 > r.len)
throw $RangeError("index out of range");
r.len = c2;
k = "";
v = "";
while (r.pos < c2) {
var t2 = r.tag();
u = t2 & 7;
switch (t2 >>>= 3) {
case 1:
if (u !== 2)
break;
k = r.stringVerify();
continue;
case 2:
if (u !== 2)
break;
v = r.stringVerify();
continue;
}
r.skipType(u, q, t2);
}
if (r.pos !== c2)
throw $RangeError("index out of range");
r.len = c;
if (k === "__proto__")
$util.makeProp(m.labels, k);
m.labels[k] = v;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return Lease;
});

$lazy(v1, "CreateRequest", function() {

const CreateRequest = function (p) {
this.labels = {};
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

CreateRequest.prototype.id = "";
CreateRequest.prototype.labels = $util.emptyObject;

CreateRequest.create = function(properties) {
return new CreateRequest(properties);
};

CreateRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.id != null && $Object.hasOwnProperty.call(m, "id") && m.id !== "")
w.uint32(10).string(m.id);
if (m.labels != null && $Object.hasOwnProperty.call(m, "labels")) {
for (var ks = $Object.keys(m.labels), i = 0; i < ks.length; ++i) {
w.uint32(26).fork().uint32(10).string(ks[i]).uint32(18).string(m.labels[ks[i]]).ldelim();
}
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

CreateRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, k, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.leases.v1.CreateRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.id = v;
else
delete m.id;
continue;
}
case 3: {
if (u !== 2)
break;
if (m.labels === $util.emptyObject)
m.labels = {};
var c2 = r.size() + r.pos;
if (c2 > r.len)
throw $RangeError("index out of range");
r.len = c2;
k = "";
v = "";
while (r.pos < c2) {
var t2 = r.tag();
u = t2 & 7;
switch (t2 >>>= 3) {
case 1:
if (u !== 2)
break;
k = r.stringVerify();
continue;
case 2:
if (u !== 2)
break;
v = r.stringVerify();
continue;
}
r.skipType(u, q, t2);
}
if (r.pos !== c2)
throw $RangeError("index out of range");
r.len = c;
if (k === "__proto__")
$util.makeProp(m.labels, k);
m.labels[k] = v;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return CreateRequest;
});

$lazy(v1, "CreateResponse", function() {

const CreateResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

CreateResponse.prototype.lease = null;

CreateResponse.create = function(properties) {
return new CreateResponse(properties);
};

CreateResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.lease != null && $Object.hasOwnProperty.call(m, "lease"))
$root.containerd.services.leases.v1.Lease.encode(m.lease, w.uint32(10).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

CreateResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.leases.v1.CreateResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.lease = $root.containerd.services.leases.v1.Lease.decode(r, r.size(), $undefined, q + 1, m.lease);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return CreateResponse;
});

$lazy(v1, "DeleteRequest", function() {

const DeleteRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

DeleteRequest.prototype.id = "";
DeleteRequest.prototype.sync = false;

DeleteRequest.create = function(properties) {
return new DeleteRequest(properties);
};

DeleteRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.id != null && $Object.hasOwnProperty.call(m, "id") && m.id !== "")
w.uint32(10).string(m.id);
if (m.sync != null && $Object.hasOwnProperty.call(m, "sync") && m.sync !== false)
w.uint32(16).bool(m.sync);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

DeleteRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.leases.v1.DeleteRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.id = v;
else
delete m.id;
continue;
}
case 2: {
if (u !== 0)
break;
if (v = r.bool())
m.sync = v;
else
delete m.sync;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return DeleteRequest;
});

$lazy(v1, "ListRequest", function() {

const ListRequest = function (p) {
this.filters = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ListRequest.prototype.filters = $util.emptyArray;

ListRequest.create = function(properties) {
return new ListRequest(properties);
};

ListRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.filters != null && m.filters.length) {
for (var i = 0; i < m.filters.length; ++i)
w.uint32(10).string(m.filters[i]);
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ListRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.leases.v1.ListRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if (!(m.filters && m.filters.length))
m.filters = [];
m.filters.push(r.stringVerify());
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ListRequest;
});

$lazy(v1, "ListResponse", function() {

const ListResponse = function (p) {
this.leases = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ListResponse.prototype.leases = $util.emptyArray;

ListResponse.create = function(properties) {
return new ListResponse(properties);
};

ListResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.leases != null && m.leases.length) {
for (var i = 0; i < m.leases.length; ++i)
$root.containerd.services.leases.v1.Lease.encode(m.leases[i], w.uint32(10).fork(), q + 1).ldelim();
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ListResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.leases.v1.ListResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if (!(m.leases && m.leases.length))
m.leases = [];
m.leases.push($root.containerd.services.leases.v1.Lease.decode(r, r.size(), $undefined, q + 1));
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ListResponse;
});

$lazy(v1, "Resource", function() {

const Resource = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

Resource.prototype.id = "";
Resource.prototype.type = "";

Resource.create = function(properties) {
return new Resource(properties);
};

Resource.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.id != null && $Object.hasOwnProperty.call(m, "id") && m.id !== "")
w.uint32(10).string(m.id);
if (m.type != null && $Object.hasOwnProperty.call(m, "type") && m.type !== "")
w.uint32(18).string(m.type);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

Resource.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.leases.v1.Resource();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.id = v;
else
delete m.id;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.type = v;
else
delete m.type;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return Resource;
});

$lazy(v1, "AddResourceRequest", function() {

const AddResourceRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

AddResourceRequest.prototype.id = "";
AddResourceRequest.prototype.resource = null;

AddResourceRequest.create = function(properties) {
return new AddResourceRequest(properties);
};

AddResourceRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.id != null && $Object.hasOwnProperty.call(m, "id") && m.id !== "")
w.uint32(10).string(m.id);
if (m.resource != null && $Object.hasOwnProperty.call(m, "resource"))
$root.containerd.services.leases.v1.Resource.encode(m.resource, w.uint32(18).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

AddResourceRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.leases.v1.AddResourceRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.id = v;
else
delete m.id;
continue;
}
case 2: {
if (u !== 2)
break;
m.resource = $root.containerd.services.leases.v1.Resource.decode(r, r.size(), $undefined, q + 1, m.resource);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return AddResourceRequest;
});

$lazy(v1, "DeleteResourceRequest", function() {

const DeleteResourceRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

DeleteResourceRequest.prototype.id = "";
DeleteResourceRequest.prototype.resource = null;

DeleteResourceRequest.create = function(properties) {
return new DeleteResourceRequest(properties);
};

DeleteResourceRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.id != null && $Object.hasOwnProperty.call(m, "id") && m.id !== "")
w.uint32(10).string(m.id);
if (m.resource != null && $Object.hasOwnProperty.call(m, "resource"))
$root.containerd.services.leases.v1.Resource.encode(m.resource, w.uint32(18).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

DeleteResourceRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.leases.v1.DeleteResourceRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.id = v;
else
delete m.id;
continue;
}
case 2: {
if (u !== 2)
break;
m.resource = $root.containerd.services.leases.v1.Resource.decode(r, r.size(), $undefined, q + 1, m.resource);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return DeleteResourceRequest;
});

$lazy(v1, "ListResourcesRequest", function() {

const ListResourcesRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ListResourcesRequest.prototype.id = "";

ListResourcesRequest.create = function(properties) {
return new ListResourcesRequest(properties);
};

ListResourcesRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.id != null && $Object.hasOwnProperty.call(m, "id") && m.id !== "")
w.uint32(10).string(m.id);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ListResourcesRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.leases.v1.ListResourcesRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.id = v;
else
delete m.id;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ListResourcesRequest;
});

$lazy(v1, "ListResourcesResponse", function() {

const ListResourcesResponse = function (p) {
this.resources = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ListResourcesResponse.prototype.resources = $util.emptyArray;

ListResourcesResponse.create = function(properties) {
return new ListResourcesResponse(properties);
};

ListResourcesResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.resources != null && m.resources.length) {
for (var i = 0; i < m.resources.length; ++i)
$root.containerd.services.leases.v1.Resource.encode(m.resources[i], w.uint32(10).fork(), q + 1).ldelim();
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ListResourcesResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.leases.v1.ListResourcesResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if (!(m.resources && m.resources.length))
m.resources = [];
m.resources.push($root.containerd.services.leases.v1.Resource.decode(r, r.size(), $undefined, q + 1));
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ListResourcesResponse;
});

return v1;
});

return leases;
});

$lazy(services, "mounts", function() {

const mounts = {};

$lazy(mounts, "v1", function() {

const v1 = {};

$lazy(v1, "ActivateRequest", function() {

const ActivateRequest = function (p) {
this.mounts = [];
this.labels = {};
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ActivateRequest.prototype.name = "";
ActivateRequest.prototype.mounts = $util.emptyArray;
ActivateRequest.prototype.labels = $util.emptyObject;
ActivateRequest.prototype.temporary = false;

ActivateRequest.create = function(properties) {
return new ActivateRequest(properties);
};

ActivateRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.name != null && $Object.hasOwnProperty.call(m, "name") && m.name !== "")
w.uint32(10).string(m.name);
if (m.mounts != null && m.mounts.length) {
for (var i = 0; i < m.mounts.length; ++i)
$root.containerd.types.Mount.encode(m.mounts[i], w.uint32(18).fork(), q + 1).ldelim();
}
if (m.labels != null && $Object.hasOwnProperty.call(m, "labels")) {
for (var ks = $Object.keys(m.labels), i = 0; i < ks.length; ++i) {
w.uint32(26).fork().uint32(10).string(ks[i]).uint32(18).string(m.labels[ks[i]]).ldelim();
}
}
if (m.temporary != null && $Object.hasOwnProperty.call(m, "temporary") && m.temporary !== false)
w.uint32(32).bool(m.temporary);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ActivateRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, k, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.mounts.v1.ActivateRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.name = v;
else
delete m.name;
continue;
}
case 2: {
if (u !== 2)
break;
if (!(m.mounts && m.mounts.length))
m.mounts = [];
m.mounts.push($root.containerd.types.Mount.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 3: {
if (u !== 2)
break;
if (m.labels === $util.emptyObject)
m.labels = {};
var c2 = r.size() + r.pos;
if (c2 > r.len)
throw $RangeError("index out of range");
r.len = c2;
k = "";
v = "";
while (r.pos < c2) {
var t2 = r.tag();
u = t2 & 7;
switch (t2 >>>= 3) {
case 1:
if (u !== 2)
break;
k = r.stringVerify();
continue;
case 2:
if (u !== 2)
break;
v = r.stringVerify();
continue;
}
r.skipType(u, q, t2);
}
if (r.pos !== c2)
throw $RangeError("index out of range");
r.len = c;
if (k === "__proto__")
$util.makeProp(m.labels, k);
m.labels[k] = v;
continue;
}
case 4: {
if (u !== 0)
break;
if (v = r.bool())
m.temporary = v;
else
delete m.temporary;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ActivateRequest;
});

$lazy(v1, "ActivateResponse", function() {

const ActivateResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ActivateResponse.prototype.info = null;

ActivateResponse.create = function(properties) {
return new ActivateResponse(properties);
};

ActivateResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.info != null && $Object.hasOwnProperty.call(m, "info"))
$root.containerd.types.ActivationInfo.encode(m.info, w.uint32(10).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ActivateResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.mounts.v1.ActivateResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.info = $root.containerd.types.ActivationInfo.decode(r, r.size(), $undefined, q + 1, m.info);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ActivateResponse;
});

$lazy(v1, "DeactivateRequest", function() {

const DeactivateRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

DeactivateRequest.prototype.name = "";

DeactivateRequest.create = function(properties) {
return new DeactivateRequest(properties);
};

DeactivateRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.name != null && $Object.hasOwnProperty.call(m, "name") && m.name !== "")
w.uint32(10).string(m.name);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

DeactivateRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.mounts.v1.DeactivateRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.name = v;
else
delete m.name;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return DeactivateRequest;
});

$lazy(v1, "InfoRequest", function() {

const InfoRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

InfoRequest.prototype.name = "";

InfoRequest.create = function(properties) {
return new InfoRequest(properties);
};

InfoRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.name != null && $Object.hasOwnProperty.call(m, "name") && m.name !== "")
w.uint32(10).string(m.name);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

InfoRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.mounts.v1.InfoRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.name = v;
else
delete m.name;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return InfoRequest;
});

$lazy(v1, "InfoResponse", function() {

const InfoResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

InfoResponse.prototype.info = null;

InfoResponse.create = function(properties) {
return new InfoResponse(properties);
};

InfoResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.info != null && $Object.hasOwnProperty.call(m, "info"))
$root.containerd.types.ActivationInfo.encode(m.info, w.uint32(10).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

InfoResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.mounts.v1.InfoResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.info = $root.containerd.types.ActivationInfo.decode(r, r.size(), $undefined, q + 1, m.info);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return InfoResponse;
});

$lazy(v1, "UpdateRequest", function() {

const UpdateRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

UpdateRequest.prototype.info = null;
UpdateRequest.prototype.updateMask = null;

UpdateRequest.create = function(properties) {
return new UpdateRequest(properties);
};

UpdateRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.info != null && $Object.hasOwnProperty.call(m, "info"))
$root.containerd.types.ActivationInfo.encode(m.info, w.uint32(10).fork(), q + 1).ldelim();
if (m.updateMask != null && $Object.hasOwnProperty.call(m, "updateMask"))
$root.google.protobuf.FieldMask.encode(m.updateMask, w.uint32(18).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

UpdateRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.mounts.v1.UpdateRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.info = $root.containerd.types.ActivationInfo.decode(r, r.size(), $undefined, q + 1, m.info);
continue;
}
case 2: {
if (u !== 2)
break;
m.updateMask = $root.google.protobuf.FieldMask.decode(r, r.size(), $undefined, q + 1, m.updateMask);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return UpdateRequest;
});

$lazy(v1, "UpdateResponse", function() {

const UpdateResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

UpdateResponse.prototype.info = null;

UpdateResponse.create = function(properties) {
return new UpdateResponse(properties);
};

UpdateResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.info != null && $Object.hasOwnProperty.call(m, "info"))
$root.containerd.types.ActivationInfo.encode(m.info, w.uint32(10).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

UpdateResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.mounts.v1.UpdateResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.info = $root.containerd.types.ActivationInfo.decode(r, r.size(), $undefined, q + 1, m.info);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return UpdateResponse;
});

$lazy(v1, "ListRequest", function() {

const ListRequest = function (p) {
this.filters = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ListRequest.prototype.filters = $util.emptyArray;

ListRequest.create = function(properties) {
return new ListRequest(properties);
};

ListRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.filters != null && m.filters.length) {
for (var i = 0; i < m.filters.length; ++i)
w.uint32(10).string(m.filters[i]);
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ListRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.mounts.v1.ListRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if (!(m.filters && m.filters.length))
m.filters = [];
m.filters.push(r.stringVerify());
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ListRequest;
});

$lazy(v1, "ListMessage", function() {

const ListMessage = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ListMessage.prototype.info = null;

ListMessage.create = function(properties) {
return new ListMessage(properties);
};

ListMessage.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.info != null && $Object.hasOwnProperty.call(m, "info"))
$root.containerd.types.ActivationInfo.encode(m.info, w.uint32(10).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ListMessage.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.mounts.v1.ListMessage();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.info = $root.containerd.types.ActivationInfo.decode(r, r.size(), $undefined, q + 1, m.info);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ListMessage;
});

return v1;
});

return mounts;
});

$lazy(services, "namespaces", function() {

const namespaces = {};

$lazy(namespaces, "v1", function() {

const v1 = {};

$lazy(v1, "Namespace", function() {

const Namespace = function (p) {
this.labels = {};
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

Namespace.prototype.name = "";
Namespace.prototype.labels = $util.emptyObject;

Namespace.create = function(properties) {
return new Namespace(properties);
};

Namespace.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.name != null && $Object.hasOwnProperty.call(m, "name") && m.name !== "")
w.uint32(10).string(m.name);
if (m.labels != null && $Object.hasOwnProperty.call(m, "labels")) {
for (var ks = $Object.keys(m.labels), i = 0; i < ks.length; ++i) {
w.uint32(18).fork().uint32(10).string(ks[i]).uint32(18).string(m.labels[ks[i]]).ldelim();
}
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

Namespace.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, k, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.namespaces.v1.Namespace();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.name = v;
else
delete m.name;
continue;
}
case 2: {
if (u !== 2)
break;
if (m.labels === $util.emptyObject)
m.labels = {};
var c2 = r.size() + r.pos;
if (c2 > r.len)
throw $RangeError("index out of range");
r.len = c2;
k = "";
v = "";
while (r.pos < c2) {
var t2 = r.tag();
u = t2 & 7;
switch (t2 >>>= 3) {
case 1:
if (u !== 2)
break;
k = r.stringVerify();
continue;
case 2:
if (u !== 2)
break;
v = r.stringVerify();
continue;
}
r.skipType(u, q, t2);
}
if (r.pos !== c2)
throw $RangeError("index out of range");
r.len = c;
if (k === "__proto__")
$util.makeProp(m.labels, k);
m.labels[k] = v;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return Namespace;
});

$lazy(v1, "GetNamespaceRequest", function() {

const GetNamespaceRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

GetNamespaceRequest.prototype.name = "";

GetNamespaceRequest.create = function(properties) {
return new GetNamespaceRequest(properties);
};

GetNamespaceRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.name != null && $Object.hasOwnProperty.call(m, "name") && m.name !== "")
w.uint32(10).string(m.name);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

GetNamespaceRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.namespaces.v1.GetNamespaceRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.name = v;
else
delete m.name;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return GetNamespaceRequest;
});

$lazy(v1, "GetNamespaceResponse", function() {

const GetNamespaceResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

GetNamespaceResponse.prototype.namespace = null;

GetNamespaceResponse.create = function(properties) {
return new GetNamespaceResponse(properties);
};

GetNamespaceResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.namespace != null && $Object.hasOwnProperty.call(m, "namespace"))
$root.containerd.services.namespaces.v1.Namespace.encode(m.namespace, w.uint32(10).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

GetNamespaceResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.namespaces.v1.GetNamespaceResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.namespace = $root.containerd.services.namespaces.v1.Namespace.decode(r, r.size(), $undefined, q + 1, m.namespace);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return GetNamespaceResponse;
});

$lazy(v1, "ListNamespacesRequest", function() {

const ListNamespacesRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ListNamespacesRequest.prototype.filter = "";

ListNamespacesRequest.create = function(properties) {
return new ListNamespacesRequest(properties);
};

ListNamespacesRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.filter != null && $Object.hasOwnProperty.call(m, "filter") && m.filter !== "")
w.uint32(10).string(m.filter);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ListNamespacesRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.namespaces.v1.ListNamespacesRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.filter = v;
else
delete m.filter;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ListNamespacesRequest;
});

$lazy(v1, "ListNamespacesResponse", function() {

const ListNamespacesResponse = function (p) {
this.namespaces = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ListNamespacesResponse.prototype.namespaces = $util.emptyArray;

ListNamespacesResponse.create = function(properties) {
return new ListNamespacesResponse(properties);
};

ListNamespacesResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.namespaces != null && m.namespaces.length) {
for (var i = 0; i < m.namespaces.length; ++i)
$root.containerd.services.namespaces.v1.Namespace.encode(m.namespaces[i], w.uint32(10).fork(), q + 1).ldelim();
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ListNamespacesResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.namespaces.v1.ListNamespacesResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if (!(m.namespaces && m.namespaces.length))
m.namespaces = [];
m.namespaces.push($root.containerd.services.namespaces.v1.Namespace.decode(r, r.size(), $undefined, q + 1));
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ListNamespacesResponse;
});

$lazy(v1, "CreateNamespaceRequest", function() {

const CreateNamespaceRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

CreateNamespaceRequest.prototype.namespace = null;

CreateNamespaceRequest.create = function(properties) {
return new CreateNamespaceRequest(properties);
};

CreateNamespaceRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.namespace != null && $Object.hasOwnProperty.call(m, "namespace"))
$root.containerd.services.namespaces.v1.Namespace.encode(m.namespace, w.uint32(10).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

CreateNamespaceRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.namespaces.v1.CreateNamespaceRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.namespace = $root.containerd.services.namespaces.v1.Namespace.decode(r, r.size(), $undefined, q + 1, m.namespace);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return CreateNamespaceRequest;
});

$lazy(v1, "CreateNamespaceResponse", function() {

const CreateNamespaceResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

CreateNamespaceResponse.prototype.namespace = null;

CreateNamespaceResponse.create = function(properties) {
return new CreateNamespaceResponse(properties);
};

CreateNamespaceResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.namespace != null && $Object.hasOwnProperty.call(m, "namespace"))
$root.containerd.services.namespaces.v1.Namespace.encode(m.namespace, w.uint32(10).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

CreateNamespaceResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.namespaces.v1.CreateNamespaceResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.namespace = $root.containerd.services.namespaces.v1.Namespace.decode(r, r.size(), $undefined, q + 1, m.namespace);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return CreateNamespaceResponse;
});

$lazy(v1, "UpdateNamespaceRequest", function() {

const UpdateNamespaceRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

UpdateNamespaceRequest.prototype.namespace = null;
UpdateNamespaceRequest.prototype.updateMask = null;

UpdateNamespaceRequest.create = function(properties) {
return new UpdateNamespaceRequest(properties);
};

UpdateNamespaceRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.namespace != null && $Object.hasOwnProperty.call(m, "namespace"))
$root.containerd.services.namespaces.v1.Namespace.encode(m.namespace, w.uint32(10).fork(), q + 1).ldelim();
if (m.updateMask != null && $Object.hasOwnProperty.call(m, "updateMask"))
$root.google.protobuf.FieldMask.encode(m.updateMask, w.uint32(18).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

UpdateNamespaceRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.namespaces.v1.UpdateNamespaceRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.namespace = $root.containerd.services.namespaces.v1.Namespace.decode(r, r.size(), $undefined, q + 1, m.namespace);
continue;
}
case 2: {
if (u !== 2)
break;
m.updateMask = $root.google.protobuf.FieldMask.decode(r, r.size(), $undefined, q + 1, m.updateMask);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return UpdateNamespaceRequest;
});

$lazy(v1, "UpdateNamespaceResponse", function() {

const UpdateNamespaceResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

UpdateNamespaceResponse.prototype.namespace = null;

UpdateNamespaceResponse.create = function(properties) {
return new UpdateNamespaceResponse(properties);
};

UpdateNamespaceResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.namespace != null && $Object.hasOwnProperty.call(m, "namespace"))
$root.containerd.services.namespaces.v1.Namespace.encode(m.namespace, w.uint32(10).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

UpdateNamespaceResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.namespaces.v1.UpdateNamespaceResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.namespace = $root.containerd.services.namespaces.v1.Namespace.decode(r, r.size(), $undefined, q + 1, m.namespace);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return UpdateNamespaceResponse;
});

$lazy(v1, "DeleteNamespaceRequest", function() {

const DeleteNamespaceRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

DeleteNamespaceRequest.prototype.name = "";

DeleteNamespaceRequest.create = function(properties) {
return new DeleteNamespaceRequest(properties);
};

DeleteNamespaceRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.name != null && $Object.hasOwnProperty.call(m, "name") && m.name !== "")
w.uint32(10).string(m.name);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

DeleteNamespaceRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.namespaces.v1.DeleteNamespaceRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.name = v;
else
delete m.name;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return DeleteNamespaceRequest;
});

return v1;
});

return namespaces;
});

$lazy(services, "sandbox", function() {

const sandbox = {};

$lazy(sandbox, "v1", function() {

const v1 = {};

$lazy(v1, "StoreCreateRequest", function() {

const StoreCreateRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

StoreCreateRequest.prototype.sandbox = null;

StoreCreateRequest.create = function(properties) {
return new StoreCreateRequest(properties);
};

StoreCreateRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.sandbox != null && $Object.hasOwnProperty.call(m, "sandbox"))
$root.containerd.types.Sandbox.encode(m.sandbox, w.uint32(10).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

StoreCreateRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.sandbox.v1.StoreCreateRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.sandbox = $root.containerd.types.Sandbox.decode(r, r.size(), $undefined, q + 1, m.sandbox);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return StoreCreateRequest;
});

$lazy(v1, "StoreCreateResponse", function() {

const StoreCreateResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

StoreCreateResponse.prototype.sandbox = null;

StoreCreateResponse.create = function(properties) {
return new StoreCreateResponse(properties);
};

StoreCreateResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.sandbox != null && $Object.hasOwnProperty.call(m, "sandbox"))
$root.containerd.types.Sandbox.encode(m.sandbox, w.uint32(10).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

StoreCreateResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.sandbox.v1.StoreCreateResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.sandbox = $root.containerd.types.Sandbox.decode(r, r.size(), $undefined, q + 1, m.sandbox);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return StoreCreateResponse;
});

$lazy(v1, "StoreUpdateRequest", function() {

const StoreUpdateRequest = function (p) {
this.fields = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

StoreUpdateRequest.prototype.sandbox = null;
StoreUpdateRequest.prototype.fields = $util.emptyArray;

StoreUpdateRequest.create = function(properties) {
return new StoreUpdateRequest(properties);
};

StoreUpdateRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.sandbox != null && $Object.hasOwnProperty.call(m, "sandbox"))
$root.containerd.types.Sandbox.encode(m.sandbox, w.uint32(10).fork(), q + 1).ldelim();
if (m.fields != null && m.fields.length) {
for (var i = 0; i < m.fields.length; ++i)
w.uint32(18).string(m.fields[i]);
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

StoreUpdateRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.sandbox.v1.StoreUpdateRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.sandbox = $root.containerd.types.Sandbox.decode(r, r.size(), $undefined, q + 1, m.sandbox);
continue;
}
case 2: {
if (u !== 2)
break;
if (!(m.fields && m.fields.length))
m.fields = [];
m.fields.push(r.stringVerify());
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return StoreUpdateRequest;
});

$lazy(v1, "StoreUpdateResponse", function() {

const StoreUpdateResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

StoreUpdateResponse.prototype.sandbox = null;

StoreUpdateResponse.create = function(properties) {
return new StoreUpdateResponse(properties);
};

StoreUpdateResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.sandbox != null && $Object.hasOwnProperty.call(m, "sandbox"))
$root.containerd.types.Sandbox.encode(m.sandbox, w.uint32(10).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

StoreUpdateResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.sandbox.v1.StoreUpdateResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.sandbox = $root.containerd.types.Sandbox.decode(r, r.size(), $undefined, q + 1, m.sandbox);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return StoreUpdateResponse;
});

$lazy(v1, "StoreDeleteRequest", function() {

const StoreDeleteRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

StoreDeleteRequest.prototype.sandboxId = "";

StoreDeleteRequest.create = function(properties) {
return new StoreDeleteRequest(properties);
};

StoreDeleteRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.sandboxId != null && $Object.hasOwnProperty.call(m, "sandboxId") && m.sandboxId !== "")
w.uint32(10).string(m.sandboxId);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

StoreDeleteRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.sandbox.v1.StoreDeleteRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.sandboxId = v;
else
delete m.sandboxId;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return StoreDeleteRequest;
});

$lazy(v1, "StoreDeleteResponse", function() {

const StoreDeleteResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

StoreDeleteResponse.create = function(properties) {
return new StoreDeleteResponse(properties);
};

StoreDeleteResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

StoreDeleteResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.sandbox.v1.StoreDeleteResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
r.skipType(t & 7, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return StoreDeleteResponse;
});

$lazy(v1, "StoreListRequest", function() {

const StoreListRequest = function (p) {
this.filters = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

StoreListRequest.prototype.filters = $util.emptyArray;

StoreListRequest.create = function(properties) {
return new StoreListRequest(properties);
};

StoreListRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.filters != null && m.filters.length) {
for (var i = 0; i < m.filters.length; ++i)
w.uint32(10).string(m.filters[i]);
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

StoreListRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.sandbox.v1.StoreListRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if (!(m.filters && m.filters.length))
m.filters = [];
m.filters.push(r.stringVerify());
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return StoreListRequest;
});

$lazy(v1, "StoreListResponse", function() {

const StoreListResponse = function (p) {
this.list = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

StoreListResponse.prototype.list = $util.emptyArray;

StoreListResponse.create = function(properties) {
return new StoreListResponse(properties);
};

StoreListResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.list != null && m.list.length) {
for (var i = 0; i < m.list.length; ++i)
$root.containerd.types.Sandbox.encode(m.list[i], w.uint32(10).fork(), q + 1).ldelim();
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

StoreListResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.sandbox.v1.StoreListResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if (!(m.list && m.list.length))
m.list = [];
m.list.push($root.containerd.types.Sandbox.decode(r, r.size(), $undefined, q + 1));
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return StoreListResponse;
});

$lazy(v1, "StoreGetRequest", function() {

const StoreGetRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

StoreGetRequest.prototype.sandboxId = "";

StoreGetRequest.create = function(properties) {
return new StoreGetRequest(properties);
};

StoreGetRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.sandboxId != null && $Object.hasOwnProperty.call(m, "sandboxId") && m.sandboxId !== "")
w.uint32(10).string(m.sandboxId);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

StoreGetRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.sandbox.v1.StoreGetRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.sandboxId = v;
else
delete m.sandboxId;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return StoreGetRequest;
});

$lazy(v1, "StoreGetResponse", function() {

const StoreGetResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

StoreGetResponse.prototype.sandbox = null;

StoreGetResponse.create = function(properties) {
return new StoreGetResponse(properties);
};

StoreGetResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.sandbox != null && $Object.hasOwnProperty.call(m, "sandbox"))
$root.containerd.types.Sandbox.encode(m.sandbox, w.uint32(10).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

StoreGetResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.sandbox.v1.StoreGetResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.sandbox = $root.containerd.types.Sandbox.decode(r, r.size(), $undefined, q + 1, m.sandbox);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return StoreGetResponse;
});

$lazy(v1, "ControllerCreateRequest", function() {

const ControllerCreateRequest = function (p) {
this.rootfs = [];
this.annotations = {};
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ControllerCreateRequest.prototype.sandboxId = "";
ControllerCreateRequest.prototype.rootfs = $util.emptyArray;
ControllerCreateRequest.prototype.options = null;
ControllerCreateRequest.prototype.netnsPath = "";
ControllerCreateRequest.prototype.annotations = $util.emptyObject;
ControllerCreateRequest.prototype.sandbox = null;
ControllerCreateRequest.prototype.sandboxer = "";

ControllerCreateRequest.create = function(properties) {
return new ControllerCreateRequest(properties);
};

ControllerCreateRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.sandboxId != null && $Object.hasOwnProperty.call(m, "sandboxId") && m.sandboxId !== "")
w.uint32(10).string(m.sandboxId);
if (m.rootfs != null && m.rootfs.length) {
for (var i = 0; i < m.rootfs.length; ++i)
$root.containerd.types.Mount.encode(m.rootfs[i], w.uint32(18).fork(), q + 1).ldelim();
}
if (m.options != null && $Object.hasOwnProperty.call(m, "options"))
$root.google.protobuf.Any.encode(m.options, w.uint32(26).fork(), q + 1).ldelim();
if (m.netnsPath != null && $Object.hasOwnProperty.call(m, "netnsPath") && m.netnsPath !== "")
w.uint32(34).string(m.netnsPath);
if (m.annotations != null && $Object.hasOwnProperty.call(m, "annotations")) {
for (var ks = $Object.keys(m.annotations), i = 0; i < ks.length; ++i) {
w.uint32(42).fork().uint32(10).string(ks[i]).uint32(18).string(m.annotations[ks[i]]).ldelim();
}
}
if (m.sandbox != null && $Object.hasOwnProperty.call(m, "sandbox"))
$root.containerd.types.Sandbox.encode(m.sandbox, w.uint32(50).fork(), q + 1).ldelim();
if (m.sandboxer != null && $Object.hasOwnProperty.call(m, "sandboxer") && m.sandboxer !== "")
w.uint32(82).string(m.sandboxer);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ControllerCreateRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, k, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.sandbox.v1.ControllerCreateRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.sandboxId = v;
else
delete m.sandboxId;
continue;
}
case 2: {
if (u !== 2)
break;
if (!(m.rootfs && m.rootfs.length))
m.rootfs = [];
m.rootfs.push($root.containerd.types.Mount.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 3: {
if (u !== 2)
break;
m.options = $root.google.protobuf.Any.decode(r, r.size(), $undefined, q + 1, m.options);
continue;
}
case 4: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.netnsPath = v;
else
delete m.netnsPath;
continue;
}
case 5: {
if (u !== 2)
break;
if (m.annotations === $util.emptyObject)
m.annotations = {};
var c2 = r.size() + r.pos;
if (c2 > r.len)
throw $RangeError("index out of range");
r.len = c2;
k = "";
v = "";
while (r.pos < c2) {
var t2 = r.tag();
u = t2 & 7;
switch (t2 >>>= 3) {
case 1:
if (u !== 2)
break;
k = r.stringVerify();
continue;
case 2:
if (u !== 2)
break;
v = r.stringVerify();
continue;
}
r.skipType(u, q, t2);
}
if (r.pos !== c2)
throw $RangeError("index out of range");
r.len = c;
if (k === "__proto__")
$util.makeProp(m.annotations, k);
m.annotations[k] = v;
continue;
}
case 6: {
if (u !== 2)
break;
m.sandbox = $root.containerd.types.Sandbox.decode(r, r.size(), $undefined, q + 1, m.sandbox);
continue;
}
case 10: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.sandboxer = v;
else
delete m.sandboxer;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ControllerCreateRequest;
});

$lazy(v1, "ControllerCreateResponse", function() {

const ControllerCreateResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ControllerCreateResponse.prototype.sandboxId = "";

ControllerCreateResponse.create = function(properties) {
return new ControllerCreateResponse(properties);
};

ControllerCreateResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.sandboxId != null && $Object.hasOwnProperty.call(m, "sandboxId") && m.sandboxId !== "")
w.uint32(10).string(m.sandboxId);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ControllerCreateResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.sandbox.v1.ControllerCreateResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.sandboxId = v;
else
delete m.sandboxId;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ControllerCreateResponse;
});

$lazy(v1, "ControllerStartRequest", function() {

const ControllerStartRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ControllerStartRequest.prototype.sandboxId = "";
ControllerStartRequest.prototype.sandboxer = "";

ControllerStartRequest.create = function(properties) {
return new ControllerStartRequest(properties);
};

ControllerStartRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.sandboxId != null && $Object.hasOwnProperty.call(m, "sandboxId") && m.sandboxId !== "")
w.uint32(10).string(m.sandboxId);
if (m.sandboxer != null && $Object.hasOwnProperty.call(m, "sandboxer") && m.sandboxer !== "")
w.uint32(82).string(m.sandboxer);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ControllerStartRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.sandbox.v1.ControllerStartRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.sandboxId = v;
else
delete m.sandboxId;
continue;
}
case 10: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.sandboxer = v;
else
delete m.sandboxer;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ControllerStartRequest;
});

$lazy(v1, "ControllerStartResponse", function() {

const ControllerStartResponse = function (p) {
this.labels = {};
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ControllerStartResponse.prototype.sandboxId = "";
ControllerStartResponse.prototype.pid = 0;
ControllerStartResponse.prototype.createdAt = null;
ControllerStartResponse.prototype.labels = $util.emptyObject;
ControllerStartResponse.prototype.address = "";
ControllerStartResponse.prototype.version = 0;
ControllerStartResponse.prototype.spec = null;

ControllerStartResponse.create = function(properties) {
return new ControllerStartResponse(properties);
};

ControllerStartResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.sandboxId != null && $Object.hasOwnProperty.call(m, "sandboxId") && m.sandboxId !== "")
w.uint32(10).string(m.sandboxId);
if (m.pid != null && $Object.hasOwnProperty.call(m, "pid") && m.pid !== 0)
w.uint32(16).uint32(m.pid);
if (m.createdAt != null && $Object.hasOwnProperty.call(m, "createdAt"))
$root.google.protobuf.Timestamp.encode(m.createdAt, w.uint32(26).fork(), q + 1).ldelim();
if (m.labels != null && $Object.hasOwnProperty.call(m, "labels")) {
for (var ks = $Object.keys(m.labels), i = 0; i < ks.length; ++i) {
w.uint32(34).fork().uint32(10).string(ks[i]).uint32(18).string(m.labels[ks[i]]).ldelim();
}
}
if (m.address != null && $Object.hasOwnProperty.call(m, "address") && m.address !== "")
w.uint32(42).string(m.address);
if (m.version != null && $Object.hasOwnProperty.call(m, "version") && m.version !== 0)
w.uint32(48).uint32(m.version);
if (m.spec != null && $Object.hasOwnProperty.call(m, "spec"))
$root.google.protobuf.Any.encode(m.spec, w.uint32(58).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ControllerStartResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, k, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.sandbox.v1.ControllerStartResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.sandboxId = v;
else
delete m.sandboxId;
continue;
}
case 2: {
if (u !== 0)
break;
if (v = r.uint32())
m.pid = v;
else
delete m.pid;
continue;
}
case 3: {
if (u !== 2)
break;
m.createdAt = $root.google.protobuf.Timestamp.decode(r, r.size(), $undefined, q + 1, m.createdAt);
continue;
}
case 4: {
if (u !== 2)
break;
if (m.labels === $util.emptyObject)
m.labels = {};
var c2 = r.size() + r.pos;
if (c2 > r.len)
throw $RangeError("index out of range");
r.len = c2;
k = "";
v = "";
while (r.pos < c2) {
var t2 = r.tag();
u = t2 & 7;
switch (t2 >>>= 3) {
case 1:
if (u !== 2)
break;
k = r.stringVerify();
continue;
case 2:
if (u !== 2)
break;
v = r.stringVerify();
continue;
}
r.skipType(u, q, t2);
}
if (r.pos !== c2)
throw $RangeError("index out of range");
r.len = c;
if (k === "__proto__")
$util.makeProp(m.labels, k);
m.labels[k] = v;
continue;
}
case 5: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.address = v;
else
delete m.address;
continue;
}
case 6: {
if (u !== 0)
break;
if (v = r.uint32())
m.version = v;
else
delete m.version;
continue;
}
case 7: {
if (u !== 2)
break;
m.spec = $root.google.protobuf.Any.decode(r, r.size(), $undefined, q + 1, m.spec);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ControllerStartResponse;
});

$lazy(v1, "ControllerPlatformRequest", function() {

const ControllerPlatformRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ControllerPlatformRequest.prototype.sandboxId = "";
ControllerPlatformRequest.prototype.sandboxer = "";

ControllerPlatformRequest.create = function(properties) {
return new ControllerPlatformRequest(properties);
};

ControllerPlatformRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.sandboxId != null && $Object.hasOwnProperty.call(m, "sandboxId") && m.sandboxId !== "")
w.uint32(10).string(m.sandboxId);
if (m.sandboxer != null && $Object.hasOwnProperty.call(m, "sandboxer") && m.sandboxer !== "")
w.uint32(82).string(m.sandboxer);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ControllerPlatformRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.sandbox.v1.ControllerPlatformRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.sandboxId = v;
else
delete m.sandboxId;
continue;
}
case 10: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.sandboxer = v;
else
delete m.sandboxer;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ControllerPlatformRequest;
});

$lazy(v1, "ControllerPlatformResponse", function() {

const ControllerPlatformResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ControllerPlatformResponse.prototype.platform = null;

ControllerPlatformResponse.create = function(properties) {
return new ControllerPlatformResponse(properties);
};

ControllerPlatformResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.platform != null && $Object.hasOwnProperty.call(m, "platform"))
$root.containerd.types.Platform.encode(m.platform, w.uint32(10).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ControllerPlatformResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.sandbox.v1.ControllerPlatformResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.platform = $root.containerd.types.Platform.decode(r, r.size(), $undefined, q + 1, m.platform);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ControllerPlatformResponse;
});

$lazy(v1, "ControllerStopRequest", function() {

const ControllerStopRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ControllerStopRequest.prototype.sandboxId = "";
ControllerStopRequest.prototype.timeoutSecs = 0;
ControllerStopRequest.prototype.sandboxer = "";

ControllerStopRequest.create = function(properties) {
return new ControllerStopRequest(properties);
};

ControllerStopRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.sandboxId != null && $Object.hasOwnProperty.call(m, "sandboxId") && m.sandboxId !== "")
w.uint32(10).string(m.sandboxId);
if (m.timeoutSecs != null && $Object.hasOwnProperty.call(m, "timeoutSecs") && m.timeoutSecs !== 0)
w.uint32(16).uint32(m.timeoutSecs);
if (m.sandboxer != null && $Object.hasOwnProperty.call(m, "sandboxer") && m.sandboxer !== "")
w.uint32(82).string(m.sandboxer);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ControllerStopRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.sandbox.v1.ControllerStopRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.sandboxId = v;
else
delete m.sandboxId;
continue;
}
case 2: {
if (u !== 0)
break;
if (v = r.uint32())
m.timeoutSecs = v;
else
delete m.timeoutSecs;
continue;
}
case 10: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.sandboxer = v;
else
delete m.sandboxer;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ControllerStopRequest;
});

$lazy(v1, "ControllerStopResponse", function() {

const ControllerStopResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ControllerStopResponse.create = function(properties) {
return new ControllerStopResponse(properties);
};

ControllerStopResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ControllerStopResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.sandbox.v1.ControllerStopResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
r.skipType(t & 7, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ControllerStopResponse;
});

$lazy(v1, "ControllerWaitRequest", function() {

const ControllerWaitRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ControllerWaitRequest.prototype.sandboxId = "";
ControllerWaitRequest.prototype.sandboxer = "";

ControllerWaitRequest.create = function(properties) {
return new ControllerWaitRequest(properties);
};

ControllerWaitRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.sandboxId != null && $Object.hasOwnProperty.call(m, "sandboxId") && m.sandboxId !== "")
w.uint32(10).string(m.sandboxId);
if (m.sandboxer != null && $Object.hasOwnProperty.call(m, "sandboxer") && m.sandboxer !== "")
w.uint32(82).string(m.sandboxer);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ControllerWaitRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.sandbox.v1.ControllerWaitRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.sandboxId = v;
else
delete m.sandboxId;
continue;
}
case 10: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.sandboxer = v;
else
delete m.sandboxer;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ControllerWaitRequest;
});

$lazy(v1, "ControllerWaitResponse", function() {

const ControllerWaitResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ControllerWaitResponse.prototype.exitStatus = 0;
ControllerWaitResponse.prototype.exitedAt = null;

ControllerWaitResponse.create = function(properties) {
return new ControllerWaitResponse(properties);
};

ControllerWaitResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.exitStatus != null && $Object.hasOwnProperty.call(m, "exitStatus") && m.exitStatus !== 0)
w.uint32(8).uint32(m.exitStatus);
if (m.exitedAt != null && $Object.hasOwnProperty.call(m, "exitedAt"))
$root.google.protobuf.Timestamp.encode(m.exitedAt, w.uint32(18).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ControllerWaitResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.sandbox.v1.ControllerWaitResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 0)
break;
if (v = r.uint32())
m.exitStatus = v;
else
delete m.exitStatus;
continue;
}
case 2: {
if (u !== 2)
break;
m.exitedAt = $root.google.protobuf.Timestamp.decode(r, r.size(), $undefined, q + 1, m.exitedAt);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ControllerWaitResponse;
});

$lazy(v1, "ControllerStatusRequest", function() {

const ControllerStatusRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ControllerStatusRequest.prototype.sandboxId = "";
ControllerStatusRequest.prototype.verbose = false;
ControllerStatusRequest.prototype.sandboxer = "";

ControllerStatusRequest.create = function(properties) {
return new ControllerStatusRequest(properties);
};

ControllerStatusRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.sandboxId != null && $Object.hasOwnProperty.call(m, "sandboxId") && m.sandboxId !== "")
w.uint32(10).string(m.sandboxId);
if (m.verbose != null && $Object.hasOwnProperty.call(m, "verbose") && m.verbose !== false)
w.uint32(16).bool(m.verbose);
if (m.sandboxer != null && $Object.hasOwnProperty.call(m, "sandboxer") && m.sandboxer !== "")
w.uint32(82).string(m.sandboxer);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ControllerStatusRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.sandbox.v1.ControllerStatusRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.sandboxId = v;
else
delete m.sandboxId;
continue;
}
case 2: {
if (u !== 0)
break;
if (v = r.bool())
m.verbose = v;
else
delete m.verbose;
continue;
}
case 10: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.sandboxer = v;
else
delete m.sandboxer;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ControllerStatusRequest;
});

$lazy(v1, "ControllerStatusResponse", function() {

const ControllerStatusResponse = function (p) {
this.info = {};
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ControllerStatusResponse.prototype.sandboxId = "";
ControllerStatusResponse.prototype.pid = 0;
ControllerStatusResponse.prototype.state = "";
ControllerStatusResponse.prototype.info = $util.emptyObject;
ControllerStatusResponse.prototype.createdAt = null;
ControllerStatusResponse.prototype.exitedAt = null;
ControllerStatusResponse.prototype.extra = null;
ControllerStatusResponse.prototype.address = "";
ControllerStatusResponse.prototype.version = 0;

ControllerStatusResponse.create = function(properties) {
return new ControllerStatusResponse(properties);
};

ControllerStatusResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.sandboxId != null && $Object.hasOwnProperty.call(m, "sandboxId") && m.sandboxId !== "")
w.uint32(10).string(m.sandboxId);
if (m.pid != null && $Object.hasOwnProperty.call(m, "pid") && m.pid !== 0)
w.uint32(16).uint32(m.pid);
if (m.state != null && $Object.hasOwnProperty.call(m, "state") && m.state !== "")
w.uint32(26).string(m.state);
if (m.info != null && $Object.hasOwnProperty.call(m, "info")) {
for (var ks = $Object.keys(m.info), i = 0; i < ks.length; ++i) {
w.uint32(34).fork().uint32(10).string(ks[i]).uint32(18).string(m.info[ks[i]]).ldelim();
}
}
if (m.createdAt != null && $Object.hasOwnProperty.call(m, "createdAt"))
$root.google.protobuf.Timestamp.encode(m.createdAt, w.uint32(42).fork(), q + 1).ldelim();
if (m.exitedAt != null && $Object.hasOwnProperty.call(m, "exitedAt"))
$root.google.protobuf.Timestamp.encode(m.exitedAt, w.uint32(50).fork(), q + 1).ldelim();
if (m.extra != null && $Object.hasOwnProperty.call(m, "extra"))
$root.google.protobuf.Any.encode(m.extra, w.uint32(58).fork(), q + 1).ldelim();
if (m.address != null && $Object.hasOwnProperty.call(m, "address") && m.address !== "")
w.uint32(66).string(m.address);
if (m.version != null && $Object.hasOwnProperty.call(m, "version") && m.version !== 0)
w.uint32(72).uint32(m.version);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ControllerStatusResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, k, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.sandbox.v1.ControllerStatusResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.sandboxId = v;
else
delete m.sandboxId;
continue;
}
case 2: {
if (u !== 0)
break;
if (v = r.uint32())
m.pid = v;
else
delete m.pid;
continue;
}
case 3: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.state = v;
else
delete m.state;
continue;
}
case 4: {
if (u !== 2)
break;
if (m.info === $util.emptyObject)
m.info = {};
var c2 = r.size() + r.pos;
if (c2 > r.len)
throw $RangeError("index out of range");
r.len = c2;
k = "";
v = "";
while (r.pos < c2) {
var t2 = r.tag();
u = t2 & 7;
switch (t2 >>>= 3) {
case 1:
if (u !== 2)
break;
k = r.stringVerify();
continue;
case 2:
if (u !== 2)
break;
v = r.stringVerify();
continue;
}
r.skipType(u, q, t2);
}
if (r.pos !== c2)
throw $RangeError("index out of range");
r.len = c;
if (k === "__proto__")
$util.makeProp(m.info, k);
m.info[k] = v;
continue;
}
case 5: {
if (u !== 2)
break;
m.createdAt = $root.google.protobuf.Timestamp.decode(r, r.size(), $undefined, q + 1, m.createdAt);
continue;
}
case 6: {
if (u !== 2)
break;
m.exitedAt = $root.google.protobuf.Timestamp.decode(r, r.size(), $undefined, q + 1, m.exitedAt);
continue;
}
case 7: {
if (u !== 2)
break;
m.extra = $root.google.protobuf.Any.decode(r, r.size(), $undefined, q + 1, m.extra);
continue;
}
case 8: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.address = v;
else
delete m.address;
continue;
}
case 9: {
if (u !== 0)
break;
if (v = r.uint32())
m.version = v;
else
delete m.version;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ControllerStatusResponse;
});

$lazy(v1, "ControllerShutdownRequest", function() {

const ControllerShutdownRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ControllerShutdownRequest.prototype.sandboxId = "";
ControllerShutdownRequest.prototype.sandboxer = "";

ControllerShutdownRequest.create = function(properties) {
return new ControllerShutdownRequest(properties);
};

ControllerShutdownRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.sandboxId != null && $Object.hasOwnProperty.call(m, "sandboxId") && m.sandboxId !== "")
w.uint32(10).string(m.sandboxId);
if (m.sandboxer != null && $Object.hasOwnProperty.call(m, "sandboxer") && m.sandboxer !== "")
w.uint32(82).string(m.sandboxer);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ControllerShutdownRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.sandbox.v1.ControllerShutdownRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.sandboxId = v;
else
delete m.sandboxId;
continue;
}
case 10: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.sandboxer = v;
else
delete m.sandboxer;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ControllerShutdownRequest;
});

$lazy(v1, "ControllerShutdownResponse", function() {

const ControllerShutdownResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ControllerShutdownResponse.create = function(properties) {
return new ControllerShutdownResponse(properties);
};

ControllerShutdownResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ControllerShutdownResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.sandbox.v1.ControllerShutdownResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
r.skipType(t & 7, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ControllerShutdownResponse;
});

$lazy(v1, "ControllerMetricsRequest", function() {

const ControllerMetricsRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ControllerMetricsRequest.prototype.sandboxId = "";
ControllerMetricsRequest.prototype.sandboxer = "";

ControllerMetricsRequest.create = function(properties) {
return new ControllerMetricsRequest(properties);
};

ControllerMetricsRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.sandboxId != null && $Object.hasOwnProperty.call(m, "sandboxId") && m.sandboxId !== "")
w.uint32(10).string(m.sandboxId);
if (m.sandboxer != null && $Object.hasOwnProperty.call(m, "sandboxer") && m.sandboxer !== "")
w.uint32(82).string(m.sandboxer);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ControllerMetricsRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.sandbox.v1.ControllerMetricsRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.sandboxId = v;
else
delete m.sandboxId;
continue;
}
case 10: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.sandboxer = v;
else
delete m.sandboxer;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ControllerMetricsRequest;
});

$lazy(v1, "ControllerMetricsResponse", function() {

const ControllerMetricsResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ControllerMetricsResponse.prototype.metrics = null;

ControllerMetricsResponse.create = function(properties) {
return new ControllerMetricsResponse(properties);
};

ControllerMetricsResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.metrics != null && $Object.hasOwnProperty.call(m, "metrics"))
$root.containerd.types.Metric.encode(m.metrics, w.uint32(10).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ControllerMetricsResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.sandbox.v1.ControllerMetricsResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.metrics = $root.containerd.types.Metric.decode(r, r.size(), $undefined, q + 1, m.metrics);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ControllerMetricsResponse;
});

$lazy(v1, "ControllerUpdateRequest", function() {

const ControllerUpdateRequest = function (p) {
this.fields = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ControllerUpdateRequest.prototype.sandboxId = "";
ControllerUpdateRequest.prototype.sandboxer = "";
ControllerUpdateRequest.prototype.sandbox = null;
ControllerUpdateRequest.prototype.fields = $util.emptyArray;

ControllerUpdateRequest.create = function(properties) {
return new ControllerUpdateRequest(properties);
};

ControllerUpdateRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.sandboxId != null && $Object.hasOwnProperty.call(m, "sandboxId") && m.sandboxId !== "")
w.uint32(10).string(m.sandboxId);
if (m.sandboxer != null && $Object.hasOwnProperty.call(m, "sandboxer") && m.sandboxer !== "")
w.uint32(18).string(m.sandboxer);
if (m.sandbox != null && $Object.hasOwnProperty.call(m, "sandbox"))
$root.containerd.types.Sandbox.encode(m.sandbox, w.uint32(26).fork(), q + 1).ldelim();
if (m.fields != null && m.fields.length) {
for (var i = 0; i < m.fields.length; ++i)
w.uint32(34).string(m.fields[i]);
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ControllerUpdateRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.sandbox.v1.ControllerUpdateRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.sandboxId = v;
else
delete m.sandboxId;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.sandboxer = v;
else
delete m.sandboxer;
continue;
}
case 3: {
if (u !== 2)
break;
m.sandbox = $root.containerd.types.Sandbox.decode(r, r.size(), $undefined, q + 1, m.sandbox);
continue;
}
case 4: {
if (u !== 2)
break;
if (!(m.fields && m.fields.length))
m.fields = [];
m.fields.push(r.stringVerify());
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ControllerUpdateRequest;
});

$lazy(v1, "ControllerUpdateResponse", function() {

const ControllerUpdateResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ControllerUpdateResponse.create = function(properties) {
return new ControllerUpdateResponse(properties);
};

ControllerUpdateResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ControllerUpdateResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.sandbox.v1.ControllerUpdateResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
r.skipType(t & 7, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ControllerUpdateResponse;
});

return v1;
});

return sandbox;
});

$lazy(services, "snapshots", function() {

const snapshots = {};

$lazy(snapshots, "v1", function() {

const v1 = {};

$lazy(v1, "Kind", function() {
const valuesById = $Object.create(null), values = $Object.create(valuesById);
values[valuesById[0] = "UNKNOWN"] = 0;
values[valuesById[1] = "VIEW"] = 1;
values[valuesById[2] = "ACTIVE"] = 2;
values[valuesById[3] = "COMMITTED"] = 3;
return values;
});

$lazy(v1, "PrepareSnapshotRequest", function() {

const PrepareSnapshotRequest = function (p) {
this.labels = {};
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

PrepareSnapshotRequest.prototype.snapshotter = "";
PrepareSnapshotRequest.prototype.key = "";
PrepareSnapshotRequest.prototype.parent = "";
PrepareSnapshotRequest.prototype.labels = $util.emptyObject;

PrepareSnapshotRequest.create = function(properties) {
return new PrepareSnapshotRequest(properties);
};

PrepareSnapshotRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.snapshotter != null && $Object.hasOwnProperty.call(m, "snapshotter") && m.snapshotter !== "")
w.uint32(10).string(m.snapshotter);
if (m.key != null && $Object.hasOwnProperty.call(m, "key") && m.key !== "")
w.uint32(18).string(m.key);
if (m.parent != null && $Object.hasOwnProperty.call(m, "parent") && m.parent !== "")
w.uint32(26).string(m.parent);
if (m.labels != null && $Object.hasOwnProperty.call(m, "labels")) {
for (var ks = $Object.keys(m.labels), i = 0; i < ks.length; ++i) {
w.uint32(34).fork().uint32(10).string(ks[i]).uint32(18).string(m.labels[ks[i]]).ldelim();
}
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

PrepareSnapshotRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, k, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.snapshots.v1.PrepareSnapshotRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.snapshotter = v;
else
delete m.snapshotter;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.key = v;
else
delete m.key;
continue;
}
case 3: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.parent = v;
else
delete m.parent;
continue;
}
case 4: {
if (u !== 2)
break;
if (m.labels === $util.emptyObject)
m.labels = {};
var c2 = r.size() + r.pos;
if (c2 > r.len)
throw $RangeError("index out of range");
r.len = c2;
k = "";
v = "";
while (r.pos < c2) {
var t2 = r.tag();
u = t2 & 7;
switch (t2 >>>= 3) {
case 1:
if (u !== 2)
break;
k = r.stringVerify();
continue;
case 2:
if (u !== 2)
break;
v = r.stringVerify();
continue;
}
r.skipType(u, q, t2);
}
if (r.pos !== c2)
throw $RangeError("index out of range");
r.len = c;
if (k === "__proto__")
$util.makeProp(m.labels, k);
m.labels[k] = v;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return PrepareSnapshotRequest;
});

$lazy(v1, "PrepareSnapshotResponse", function() {

const PrepareSnapshotResponse = function (p) {
this.mounts = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

PrepareSnapshotResponse.prototype.mounts = $util.emptyArray;

PrepareSnapshotResponse.create = function(properties) {
return new PrepareSnapshotResponse(properties);
};

PrepareSnapshotResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.mounts != null && m.mounts.length) {
for (var i = 0; i < m.mounts.length; ++i)
$root.containerd.types.Mount.encode(m.mounts[i], w.uint32(10).fork(), q + 1).ldelim();
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

PrepareSnapshotResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.snapshots.v1.PrepareSnapshotResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if (!(m.mounts && m.mounts.length))
m.mounts = [];
m.mounts.push($root.containerd.types.Mount.decode(r, r.size(), $undefined, q + 1));
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return PrepareSnapshotResponse;
});

$lazy(v1, "ViewSnapshotRequest", function() {

const ViewSnapshotRequest = function (p) {
this.labels = {};
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ViewSnapshotRequest.prototype.snapshotter = "";
ViewSnapshotRequest.prototype.key = "";
ViewSnapshotRequest.prototype.parent = "";
ViewSnapshotRequest.prototype.labels = $util.emptyObject;

ViewSnapshotRequest.create = function(properties) {
return new ViewSnapshotRequest(properties);
};

ViewSnapshotRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.snapshotter != null && $Object.hasOwnProperty.call(m, "snapshotter") && m.snapshotter !== "")
w.uint32(10).string(m.snapshotter);
if (m.key != null && $Object.hasOwnProperty.call(m, "key") && m.key !== "")
w.uint32(18).string(m.key);
if (m.parent != null && $Object.hasOwnProperty.call(m, "parent") && m.parent !== "")
w.uint32(26).string(m.parent);
if (m.labels != null && $Object.hasOwnProperty.call(m, "labels")) {
for (var ks = $Object.keys(m.labels), i = 0; i < ks.length; ++i) {
w.uint32(34).fork().uint32(10).string(ks[i]).uint32(18).string(m.labels[ks[i]]).ldelim();
}
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ViewSnapshotRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, k, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.snapshots.v1.ViewSnapshotRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.snapshotter = v;
else
delete m.snapshotter;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.key = v;
else
delete m.key;
continue;
}
case 3: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.parent = v;
else
delete m.parent;
continue;
}
case 4: {
if (u !== 2)
break;
if (m.labels === $util.emptyObject)
m.labels = {};
var c2 = r.size() + r.pos;
if (c2 > r.len)
throw $RangeError("index out of range");
r.len = c2;
k = "";
v = "";
while (r.pos < c2) {
var t2 = r.tag();
u = t2 & 7;
switch (t2 >>>= 3) {
case 1:
if (u !== 2)
break;
k = r.stringVerify();
continue;
case 2:
if (u !== 2)
break;
v = r.stringVerify();
continue;
}
r.skipType(u, q, t2);
}
if (r.pos !== c2)
throw $RangeError("index out of range");
r.len = c;
if (k === "__proto__")
$util.makeProp(m.labels, k);
m.labels[k] = v;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ViewSnapshotRequest;
});

$lazy(v1, "ViewSnapshotResponse", function() {

const ViewSnapshotResponse = function (p) {
this.mounts = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ViewSnapshotResponse.prototype.mounts = $util.emptyArray;

ViewSnapshotResponse.create = function(properties) {
return new ViewSnapshotResponse(properties);
};

ViewSnapshotResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.mounts != null && m.mounts.length) {
for (var i = 0; i < m.mounts.length; ++i)
$root.containerd.types.Mount.encode(m.mounts[i], w.uint32(10).fork(), q + 1).ldelim();
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ViewSnapshotResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.snapshots.v1.ViewSnapshotResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if (!(m.mounts && m.mounts.length))
m.mounts = [];
m.mounts.push($root.containerd.types.Mount.decode(r, r.size(), $undefined, q + 1));
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ViewSnapshotResponse;
});

$lazy(v1, "MountsRequest", function() {

const MountsRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

MountsRequest.prototype.snapshotter = "";
MountsRequest.prototype.key = "";

MountsRequest.create = function(properties) {
return new MountsRequest(properties);
};

MountsRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.snapshotter != null && $Object.hasOwnProperty.call(m, "snapshotter") && m.snapshotter !== "")
w.uint32(10).string(m.snapshotter);
if (m.key != null && $Object.hasOwnProperty.call(m, "key") && m.key !== "")
w.uint32(18).string(m.key);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

MountsRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.snapshots.v1.MountsRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.snapshotter = v;
else
delete m.snapshotter;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.key = v;
else
delete m.key;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return MountsRequest;
});

$lazy(v1, "MountsResponse", function() {

const MountsResponse = function (p) {
this.mounts = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

MountsResponse.prototype.mounts = $util.emptyArray;

MountsResponse.create = function(properties) {
return new MountsResponse(properties);
};

MountsResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.mounts != null && m.mounts.length) {
for (var i = 0; i < m.mounts.length; ++i)
$root.containerd.types.Mount.encode(m.mounts[i], w.uint32(10).fork(), q + 1).ldelim();
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

MountsResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.snapshots.v1.MountsResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if (!(m.mounts && m.mounts.length))
m.mounts = [];
m.mounts.push($root.containerd.types.Mount.decode(r, r.size(), $undefined, q + 1));
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return MountsResponse;
});

$lazy(v1, "RemoveSnapshotRequest", function() {

const RemoveSnapshotRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

RemoveSnapshotRequest.prototype.snapshotter = "";
RemoveSnapshotRequest.prototype.key = "";

RemoveSnapshotRequest.create = function(properties) {
return new RemoveSnapshotRequest(properties);
};

RemoveSnapshotRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.snapshotter != null && $Object.hasOwnProperty.call(m, "snapshotter") && m.snapshotter !== "")
w.uint32(10).string(m.snapshotter);
if (m.key != null && $Object.hasOwnProperty.call(m, "key") && m.key !== "")
w.uint32(18).string(m.key);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

RemoveSnapshotRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.snapshots.v1.RemoveSnapshotRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.snapshotter = v;
else
delete m.snapshotter;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.key = v;
else
delete m.key;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return RemoveSnapshotRequest;
});

$lazy(v1, "CommitSnapshotRequest", function() {

const CommitSnapshotRequest = function (p) {
this.labels = {};
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

CommitSnapshotRequest.prototype.snapshotter = "";
CommitSnapshotRequest.prototype.name = "";
CommitSnapshotRequest.prototype.key = "";
CommitSnapshotRequest.prototype.labels = $util.emptyObject;
CommitSnapshotRequest.prototype.parent = "";

CommitSnapshotRequest.create = function(properties) {
return new CommitSnapshotRequest(properties);
};

CommitSnapshotRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.snapshotter != null && $Object.hasOwnProperty.call(m, "snapshotter") && m.snapshotter !== "")
w.uint32(10).string(m.snapshotter);
if (m.name != null && $Object.hasOwnProperty.call(m, "name") && m.name !== "")
w.uint32(18).string(m.name);
if (m.key != null && $Object.hasOwnProperty.call(m, "key") && m.key !== "")
w.uint32(26).string(m.key);
if (m.labels != null && $Object.hasOwnProperty.call(m, "labels")) {
for (var ks = $Object.keys(m.labels), i = 0; i < ks.length; ++i) {
w.uint32(34).fork().uint32(10).string(ks[i]).uint32(18).string(m.labels[ks[i]]).ldelim();
}
}
if (m.parent != null && $Object.hasOwnProperty.call(m, "parent") && m.parent !== "")
w.uint32(42).string(m.parent);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

CommitSnapshotRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, k, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.snapshots.v1.CommitSnapshotRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.snapshotter = v;
else
delete m.snapshotter;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.name = v;
else
delete m.name;
continue;
}
case 3: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.key = v;
else
delete m.key;
continue;
}
case 4: {
if (u !== 2)
break;
if (m.labels === $util.emptyObject)
m.labels = {};
var c2 = r.size() + r.pos;
if (c2 > r.len)
throw $RangeError("index out of range");
r.len = c2;
k = "";
v = "";
while (r.pos < c2) {
var t2 = r.tag();
u = t2 & 7;
switch (t2 >>>= 3) {
case 1:
if (u !== 2)
break;
k = r.stringVerify();
continue;
case 2:
if (u !== 2)
break;
v = r.stringVerify();
continue;
}
r.skipType(u, q, t2);
}
if (r.pos !== c2)
throw $RangeError("index out of range");
r.len = c;
if (k === "__proto__")
$util.makeProp(m.labels, k);
m.labels[k] = v;
continue;
}
case 5: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.parent = v;
else
delete m.parent;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return CommitSnapshotRequest;
});

$lazy(v1, "StatSnapshotRequest", function() {

const StatSnapshotRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

StatSnapshotRequest.prototype.snapshotter = "";
StatSnapshotRequest.prototype.key = "";

StatSnapshotRequest.create = function(properties) {
return new StatSnapshotRequest(properties);
};

StatSnapshotRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.snapshotter != null && $Object.hasOwnProperty.call(m, "snapshotter") && m.snapshotter !== "")
w.uint32(10).string(m.snapshotter);
if (m.key != null && $Object.hasOwnProperty.call(m, "key") && m.key !== "")
w.uint32(18).string(m.key);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

StatSnapshotRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.snapshots.v1.StatSnapshotRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.snapshotter = v;
else
delete m.snapshotter;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.key = v;
else
delete m.key;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return StatSnapshotRequest;
});

$lazy(v1, "Info", function() {

const Info = function (p) {
this.labels = {};
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

Info.prototype.name = "";
Info.prototype.parent = "";
Info.prototype.kind = 0;
Info.prototype.createdAt = null;
Info.prototype.updatedAt = null;
Info.prototype.labels = $util.emptyObject;

Info.create = function(properties) {
return new Info(properties);
};

Info.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.name != null && $Object.hasOwnProperty.call(m, "name") && m.name !== "")
w.uint32(10).string(m.name);
if (m.parent != null && $Object.hasOwnProperty.call(m, "parent") && m.parent !== "")
w.uint32(18).string(m.parent);
if (m.kind != null && $Object.hasOwnProperty.call(m, "kind") && m.kind !== 0)
w.uint32(24).int32(m.kind);
if (m.createdAt != null && $Object.hasOwnProperty.call(m, "createdAt"))
$root.google.protobuf.Timestamp.encode(m.createdAt, w.uint32(34).fork(), q + 1).ldelim();
if (m.updatedAt != null && $Object.hasOwnProperty.call(m, "updatedAt"))
$root.google.protobuf.Timestamp.encode(m.updatedAt, w.uint32(42).fork(), q + 1).ldelim();
if (m.labels != null && $Object.hasOwnProperty.call(m, "labels")) {
for (var ks = $Object.keys(m.labels), i = 0; i < ks.length; ++i) {
w.uint32(50).fork().uint32(10).string(ks[i]).uint32(18).string(m.labels[ks[i]]).ldelim();
}
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

Info.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, k, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.snapshots.v1.Info();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.name = v;
else
delete m.name;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.parent = v;
else
delete m.parent;
continue;
}
case 3: {
if (u !== 0)
break;
if (v = r.int32())
m.kind = v;
else
delete m.kind;
continue;
}
case 4: {
if (u !== 2)
break;
m.createdAt = $root.google.protobuf.Timestamp.decode(r, r.size(), $undefined, q + 1, m.createdAt);
continue;
}
case 5: {
if (u !== 2)
break;
m.updatedAt = $root.google.protobuf.Timestamp.decode(r, r.size(), $undefined, q + 1, m.updatedAt);
continue;
}
case 6: {
if (u !== 2)
break;
if (m.labels === $util.emptyObject)
m.labels = {};
var c2 = r.size() + r.pos;
if (c2 > r.len)
throw $RangeError("index out of range");
r.len = c2;
k = "";
v = "";
while (r.pos < c2) {
var t2 = r.tag();
u = t2 & 7;
switch (t2 >>>= 3) {
case 1:
if (u !== 2)
break;
k = r.stringVerify();
continue;
case 2:
if (u !== 2)
break;
v = r.stringVerify();
continue;
}
r.skipType(u, q, t2);
}
if (r.pos !== c2)
throw $RangeError("index out of range");
r.len = c;
if (k === "__proto__")
$util.makeProp(m.labels, k);
m.labels[k] = v;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return Info;
});

$lazy(v1, "StatSnapshotResponse", function() {

const StatSnapshotResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

StatSnapshotResponse.prototype.info = null;

StatSnapshotResponse.create = function(properties) {
return new StatSnapshotResponse(properties);
};

StatSnapshotResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.info != null && $Object.hasOwnProperty.call(m, "info"))
$root.containerd.services.snapshots.v1.Info.encode(m.info, w.uint32(10).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

StatSnapshotResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.snapshots.v1.StatSnapshotResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.info = $root.containerd.services.snapshots.v1.Info.decode(r, r.size(), $undefined, q + 1, m.info);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return StatSnapshotResponse;
});

$lazy(v1, "UpdateSnapshotRequest", function() {

const UpdateSnapshotRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

UpdateSnapshotRequest.prototype.snapshotter = "";
UpdateSnapshotRequest.prototype.info = null;
UpdateSnapshotRequest.prototype.updateMask = null;

UpdateSnapshotRequest.create = function(properties) {
return new UpdateSnapshotRequest(properties);
};

UpdateSnapshotRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.snapshotter != null && $Object.hasOwnProperty.call(m, "snapshotter") && m.snapshotter !== "")
w.uint32(10).string(m.snapshotter);
if (m.info != null && $Object.hasOwnProperty.call(m, "info"))
$root.containerd.services.snapshots.v1.Info.encode(m.info, w.uint32(18).fork(), q + 1).ldelim();
if (m.updateMask != null && $Object.hasOwnProperty.call(m, "updateMask"))
$root.google.protobuf.FieldMask.encode(m.updateMask, w.uint32(26).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

UpdateSnapshotRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.snapshots.v1.UpdateSnapshotRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.snapshotter = v;
else
delete m.snapshotter;
continue;
}
case 2: {
if (u !== 2)
break;
m.info = $root.containerd.services.snapshots.v1.Info.decode(r, r.size(), $undefined, q + 1, m.info);
continue;
}
case 3: {
if (u !== 2)
break;
m.updateMask = $root.google.protobuf.FieldMask.decode(r, r.size(), $undefined, q + 1, m.updateMask);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return UpdateSnapshotRequest;
});

$lazy(v1, "UpdateSnapshotResponse", function() {

const UpdateSnapshotResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

UpdateSnapshotResponse.prototype.info = null;

UpdateSnapshotResponse.create = function(properties) {
return new UpdateSnapshotResponse(properties);
};

UpdateSnapshotResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.info != null && $Object.hasOwnProperty.call(m, "info"))
$root.containerd.services.snapshots.v1.Info.encode(m.info, w.uint32(10).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

UpdateSnapshotResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.snapshots.v1.UpdateSnapshotResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.info = $root.containerd.services.snapshots.v1.Info.decode(r, r.size(), $undefined, q + 1, m.info);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return UpdateSnapshotResponse;
});

$lazy(v1, "ListSnapshotsRequest", function() {

const ListSnapshotsRequest = function (p) {
this.filters = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ListSnapshotsRequest.prototype.snapshotter = "";
ListSnapshotsRequest.prototype.filters = $util.emptyArray;

ListSnapshotsRequest.create = function(properties) {
return new ListSnapshotsRequest(properties);
};

ListSnapshotsRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.snapshotter != null && $Object.hasOwnProperty.call(m, "snapshotter") && m.snapshotter !== "")
w.uint32(10).string(m.snapshotter);
if (m.filters != null && m.filters.length) {
for (var i = 0; i < m.filters.length; ++i)
w.uint32(18).string(m.filters[i]);
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ListSnapshotsRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.snapshots.v1.ListSnapshotsRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.snapshotter = v;
else
delete m.snapshotter;
continue;
}
case 2: {
if (u !== 2)
break;
if (!(m.filters && m.filters.length))
m.filters = [];
m.filters.push(r.stringVerify());
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ListSnapshotsRequest;
});

$lazy(v1, "ListSnapshotsResponse", function() {

const ListSnapshotsResponse = function (p) {
this.info = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ListSnapshotsResponse.prototype.info = $util.emptyArray;

ListSnapshotsResponse.create = function(properties) {
return new ListSnapshotsResponse(properties);
};

ListSnapshotsResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.info != null && m.info.length) {
for (var i = 0; i < m.info.length; ++i)
$root.containerd.services.snapshots.v1.Info.encode(m.info[i], w.uint32(10).fork(), q + 1).ldelim();
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ListSnapshotsResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.snapshots.v1.ListSnapshotsResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if (!(m.info && m.info.length))
m.info = [];
m.info.push($root.containerd.services.snapshots.v1.Info.decode(r, r.size(), $undefined, q + 1));
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ListSnapshotsResponse;
});

$lazy(v1, "UsageRequest", function() {

const UsageRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

UsageRequest.prototype.snapshotter = "";
UsageRequest.prototype.key = "";

UsageRequest.create = function(properties) {
return new UsageRequest(properties);
};

UsageRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.snapshotter != null && $Object.hasOwnProperty.call(m, "snapshotter") && m.snapshotter !== "")
w.uint32(10).string(m.snapshotter);
if (m.key != null && $Object.hasOwnProperty.call(m, "key") && m.key !== "")
w.uint32(18).string(m.key);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

UsageRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.snapshots.v1.UsageRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.snapshotter = v;
else
delete m.snapshotter;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.key = v;
else
delete m.key;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return UsageRequest;
});

$lazy(v1, "UsageResponse", function() {

const UsageResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

UsageResponse.prototype.size = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
UsageResponse.prototype.inodes = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

UsageResponse.create = function(properties) {
return new UsageResponse(properties);
};

UsageResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.size != null && $Object.hasOwnProperty.call(m, "size") && (typeof m.size === "object" ? m.size.low || m.size.high : m.size !== 0))
w.uint32(8).int64(m.size);
if (m.inodes != null && $Object.hasOwnProperty.call(m, "inodes") && (typeof m.inodes === "object" ? m.inodes.low || m.inodes.high : m.inodes !== 0))
w.uint32(16).int64(m.inodes);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

UsageResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.snapshots.v1.UsageResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 0)
break;
if (typeof (v = r.int64()) === "object" ? v.low || v.high : v !== 0)
m.size = v;
else
delete m.size;
continue;
}
case 2: {
if (u !== 0)
break;
if (typeof (v = r.int64()) === "object" ? v.low || v.high : v !== 0)
m.inodes = v;
else
delete m.inodes;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return UsageResponse;
});

$lazy(v1, "CleanupRequest", function() {

const CleanupRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

CleanupRequest.prototype.snapshotter = "";

CleanupRequest.create = function(properties) {
return new CleanupRequest(properties);
};

CleanupRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.snapshotter != null && $Object.hasOwnProperty.call(m, "snapshotter") && m.snapshotter !== "")
w.uint32(10).string(m.snapshotter);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

CleanupRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.snapshots.v1.CleanupRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.snapshotter = v;
else
delete m.snapshotter;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return CleanupRequest;
});

return v1;
});

return snapshots;
});

$lazy(services, "streaming", function() {

const streaming = {};

$lazy(streaming, "v1", function() {

const v1 = {};

$lazy(v1, "StreamInit", function() {

const StreamInit = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

StreamInit.prototype.id = "";

StreamInit.create = function(properties) {
return new StreamInit(properties);
};

StreamInit.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.id != null && $Object.hasOwnProperty.call(m, "id") && m.id !== "")
w.uint32(10).string(m.id);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

StreamInit.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.streaming.v1.StreamInit();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.id = v;
else
delete m.id;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return StreamInit;
});

return v1;
});

return streaming;
});

$lazy(services, "tasks", function() {

const tasks = {};

$lazy(tasks, "v1", function() {

const v1 = {};

$lazy(v1, "CreateTaskRequest", function() {

const CreateTaskRequest = function (p) {
this.rootfs = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

CreateTaskRequest.prototype.containerId = "";
CreateTaskRequest.prototype.rootfs = $util.emptyArray;
CreateTaskRequest.prototype.stdin = "";
CreateTaskRequest.prototype.stdout = "";
CreateTaskRequest.prototype.stderr = "";
CreateTaskRequest.prototype.terminal = false;
CreateTaskRequest.prototype.checkpoint = null;
CreateTaskRequest.prototype.options = null;
CreateTaskRequest.prototype.runtimePath = "";
CreateTaskRequest.prototype.taskApiAddress = "";
CreateTaskRequest.prototype.taskApiVersion = 0;

CreateTaskRequest.create = function(properties) {
return new CreateTaskRequest(properties);
};

CreateTaskRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.containerId != null && $Object.hasOwnProperty.call(m, "containerId") && m.containerId !== "")
w.uint32(10).string(m.containerId);
if (m.rootfs != null && m.rootfs.length) {
for (var i = 0; i < m.rootfs.length; ++i)
$root.containerd.types.Mount.encode(m.rootfs[i], w.uint32(26).fork(), q + 1).ldelim();
}
if (m.stdin != null && $Object.hasOwnProperty.call(m, "stdin") && m.stdin !== "")
w.uint32(34).string(m.stdin);
if (m.stdout != null && $Object.hasOwnProperty.call(m, "stdout") && m.stdout !== "")
w.uint32(42).string(m.stdout);
if (m.stderr != null && $Object.hasOwnProperty.call(m, "stderr") && m.stderr !== "")
w.uint32(50).string(m.stderr);
if (m.terminal != null && $Object.hasOwnProperty.call(m, "terminal") && m.terminal !== false)
w.uint32(56).bool(m.terminal);
if (m.checkpoint != null && $Object.hasOwnProperty.call(m, "checkpoint"))
$root.containerd.types.Descriptor.encode(m.checkpoint, w.uint32(66).fork(), q + 1).ldelim();
if (m.options != null && $Object.hasOwnProperty.call(m, "options"))
$root.google.protobuf.Any.encode(m.options, w.uint32(74).fork(), q + 1).ldelim();
if (m.runtimePath != null && $Object.hasOwnProperty.call(m, "runtimePath") && m.runtimePath !== "")
w.uint32(82).string(m.runtimePath);
if (m.taskApiAddress != null && $Object.hasOwnProperty.call(m, "taskApiAddress") && m.taskApiAddress !== "")
w.uint32(90).string(m.taskApiAddress);
if (m.taskApiVersion != null && $Object.hasOwnProperty.call(m, "taskApiVersion") && m.taskApiVersion !== 0)
w.uint32(96).uint32(m.taskApiVersion);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

CreateTaskRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.tasks.v1.CreateTaskRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.containerId = v;
else
delete m.containerId;
continue;
}
case 3: {
if (u !== 2)
break;
if (!(m.rootfs && m.rootfs.length))
m.rootfs = [];
m.rootfs.push($root.containerd.types.Mount.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 4: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.stdin = v;
else
delete m.stdin;
continue;
}
case 5: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.stdout = v;
else
delete m.stdout;
continue;
}
case 6: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.stderr = v;
else
delete m.stderr;
continue;
}
case 7: {
if (u !== 0)
break;
if (v = r.bool())
m.terminal = v;
else
delete m.terminal;
continue;
}
case 8: {
if (u !== 2)
break;
m.checkpoint = $root.containerd.types.Descriptor.decode(r, r.size(), $undefined, q + 1, m.checkpoint);
continue;
}
case 9: {
if (u !== 2)
break;
m.options = $root.google.protobuf.Any.decode(r, r.size(), $undefined, q + 1, m.options);
continue;
}
case 10: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.runtimePath = v;
else
delete m.runtimePath;
continue;
}
case 11: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.taskApiAddress = v;
else
delete m.taskApiAddress;
continue;
}
case 12: {
if (u !== 0)
break;
if (v = r.uint32())
m.taskApiVersion = v;
else
delete m.taskApiVersion;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return CreateTaskRequest;
});

$lazy(v1, "CreateTaskResponse", function() {

const CreateTaskResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

CreateTaskResponse.prototype.containerId = "";
CreateTaskResponse.prototype.pid = 0;

CreateTaskResponse.create = function(properties) {
return new CreateTaskResponse(properties);
};

CreateTaskResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.containerId != null && $Object.hasOwnProperty.call(m, "containerId") && m.containerId !== "")
w.uint32(10).string(m.containerId);
if (m.pid != null && $Object.hasOwnProperty.call(m, "pid") && m.pid !== 0)
w.uint32(16).uint32(m.pid);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

CreateTaskResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.tasks.v1.CreateTaskResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.containerId = v;
else
delete m.containerId;
continue;
}
case 2: {
if (u !== 0)
break;
if (v = r.uint32())
m.pid = v;
else
delete m.pid;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return CreateTaskResponse;
});

$lazy(v1, "StartRequest", function() {

const StartRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

StartRequest.prototype.containerId = "";
StartRequest.prototype.execId = "";

StartRequest.create = function(properties) {
return new StartRequest(properties);
};

StartRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.containerId != null && $Object.hasOwnProperty.call(m, "containerId") && m.containerId !== "")
w.uint32(10).string(m.containerId);
if (m.execId != null && $Object.hasOwnProperty.call(m, "execId") && m.execId !== "")
w.uint32(18).string(m.execId);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

StartRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.tasks.v1.StartRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.containerId = v;
else
delete m.containerId;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.execId = v;
else
delete m.execId;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return StartRequest;
});

$lazy(v1, "StartResponse", function() {

const StartResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

StartResponse.prototype.pid = 0;

StartResponse.create = function(properties) {
return new StartResponse(properties);
};

StartResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.pid != null && $Object.hasOwnProperty.call(m, "pid") && m.pid !== 0)
w.uint32(8).uint32(m.pid);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

StartResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.tasks.v1.StartResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 0)
break;
if (v = r.uint32())
m.pid = v;
else
delete m.pid;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return StartResponse;
});

$lazy(v1, "DeleteTaskRequest", function() {

const DeleteTaskRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

DeleteTaskRequest.prototype.containerId = "";

DeleteTaskRequest.create = function(properties) {
return new DeleteTaskRequest(properties);
};

DeleteTaskRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.containerId != null && $Object.hasOwnProperty.call(m, "containerId") && m.containerId !== "")
w.uint32(10).string(m.containerId);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

DeleteTaskRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.tasks.v1.DeleteTaskRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.containerId = v;
else
delete m.containerId;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return DeleteTaskRequest;
});

$lazy(v1, "DeleteResponse", function() {

const DeleteResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

DeleteResponse.prototype.id = "";
DeleteResponse.prototype.pid = 0;
DeleteResponse.prototype.exitStatus = 0;
DeleteResponse.prototype.exitedAt = null;

DeleteResponse.create = function(properties) {
return new DeleteResponse(properties);
};

DeleteResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.id != null && $Object.hasOwnProperty.call(m, "id") && m.id !== "")
w.uint32(10).string(m.id);
if (m.pid != null && $Object.hasOwnProperty.call(m, "pid") && m.pid !== 0)
w.uint32(16).uint32(m.pid);
if (m.exitStatus != null && $Object.hasOwnProperty.call(m, "exitStatus") && m.exitStatus !== 0)
w.uint32(24).uint32(m.exitStatus);
if (m.exitedAt != null && $Object.hasOwnProperty.call(m, "exitedAt"))
$root.google.protobuf.Timestamp.encode(m.exitedAt, w.uint32(34).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

DeleteResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.tasks.v1.DeleteResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.id = v;
else
delete m.id;
continue;
}
case 2: {
if (u !== 0)
break;
if (v = r.uint32())
m.pid = v;
else
delete m.pid;
continue;
}
case 3: {
if (u !== 0)
break;
if (v = r.uint32())
m.exitStatus = v;
else
delete m.exitStatus;
continue;
}
case 4: {
if (u !== 2)
break;
m.exitedAt = $root.google.protobuf.Timestamp.decode(r, r.size(), $undefined, q + 1, m.exitedAt);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return DeleteResponse;
});

$lazy(v1, "DeleteProcessRequest", function() {

const DeleteProcessRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

DeleteProcessRequest.prototype.containerId = "";
DeleteProcessRequest.prototype.execId = "";

DeleteProcessRequest.create = function(properties) {
return new DeleteProcessRequest(properties);
};

DeleteProcessRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.containerId != null && $Object.hasOwnProperty.call(m, "containerId") && m.containerId !== "")
w.uint32(10).string(m.containerId);
if (m.execId != null && $Object.hasOwnProperty.call(m, "execId") && m.execId !== "")
w.uint32(18).string(m.execId);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

DeleteProcessRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.tasks.v1.DeleteProcessRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.containerId = v;
else
delete m.containerId;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.execId = v;
else
delete m.execId;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return DeleteProcessRequest;
});

$lazy(v1, "GetRequest", function() {

const GetRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

GetRequest.prototype.containerId = "";
GetRequest.prototype.execId = "";

GetRequest.create = function(properties) {
return new GetRequest(properties);
};

GetRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.containerId != null && $Object.hasOwnProperty.call(m, "containerId") && m.containerId !== "")
w.uint32(10).string(m.containerId);
if (m.execId != null && $Object.hasOwnProperty.call(m, "execId") && m.execId !== "")
w.uint32(18).string(m.execId);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

GetRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.tasks.v1.GetRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.containerId = v;
else
delete m.containerId;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.execId = v;
else
delete m.execId;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return GetRequest;
});

$lazy(v1, "GetResponse", function() {

const GetResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

GetResponse.prototype.process = null;

GetResponse.create = function(properties) {
return new GetResponse(properties);
};

GetResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.process != null && $Object.hasOwnProperty.call(m, "process"))
$root.containerd.v1.types.Process.encode(m.process, w.uint32(10).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

GetResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.tasks.v1.GetResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.process = $root.containerd.v1.types.Process.decode(r, r.size(), $undefined, q + 1, m.process);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return GetResponse;
});

$lazy(v1, "ListTasksRequest", function() {

const ListTasksRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ListTasksRequest.prototype.filter = "";

ListTasksRequest.create = function(properties) {
return new ListTasksRequest(properties);
};

ListTasksRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.filter != null && $Object.hasOwnProperty.call(m, "filter") && m.filter !== "")
w.uint32(10).string(m.filter);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ListTasksRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.tasks.v1.ListTasksRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.filter = v;
else
delete m.filter;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ListTasksRequest;
});

$lazy(v1, "ListTasksResponse", function() {

const ListTasksResponse = function (p) {
this.tasks = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ListTasksResponse.prototype.tasks = $util.emptyArray;

ListTasksResponse.create = function(properties) {
return new ListTasksResponse(properties);
};

ListTasksResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.tasks != null && m.tasks.length) {
for (var i = 0; i < m.tasks.length; ++i)
$root.containerd.v1.types.Process.encode(m.tasks[i], w.uint32(10).fork(), q + 1).ldelim();
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ListTasksResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.tasks.v1.ListTasksResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if (!(m.tasks && m.tasks.length))
m.tasks = [];
m.tasks.push($root.containerd.v1.types.Process.decode(r, r.size(), $undefined, q + 1));
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ListTasksResponse;
});

$lazy(v1, "KillRequest", function() {

const KillRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

KillRequest.prototype.containerId = "";
KillRequest.prototype.execId = "";
KillRequest.prototype.signal = 0;
KillRequest.prototype.all = false;

KillRequest.create = function(properties) {
return new KillRequest(properties);
};

KillRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.containerId != null && $Object.hasOwnProperty.call(m, "containerId") && m.containerId !== "")
w.uint32(10).string(m.containerId);
if (m.execId != null && $Object.hasOwnProperty.call(m, "execId") && m.execId !== "")
w.uint32(18).string(m.execId);
if (m.signal != null && $Object.hasOwnProperty.call(m, "signal") && m.signal !== 0)
w.uint32(24).uint32(m.signal);
if (m.all != null && $Object.hasOwnProperty.call(m, "all") && m.all !== false)
w.uint32(32).bool(m.all);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

KillRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.tasks.v1.KillRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.containerId = v;
else
delete m.containerId;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.execId = v;
else
delete m.execId;
continue;
}
case 3: {
if (u !== 0)
break;
if (v = r.uint32())
m.signal = v;
else
delete m.signal;
continue;
}
case 4: {
if (u !== 0)
break;
if (v = r.bool())
m.all = v;
else
delete m.all;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return KillRequest;
});

$lazy(v1, "ExecProcessRequest", function() {

const ExecProcessRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ExecProcessRequest.prototype.containerId = "";
ExecProcessRequest.prototype.stdin = "";
ExecProcessRequest.prototype.stdout = "";
ExecProcessRequest.prototype.stderr = "";
ExecProcessRequest.prototype.terminal = false;
ExecProcessRequest.prototype.spec = null;
ExecProcessRequest.prototype.execId = "";

ExecProcessRequest.create = function(properties) {
return new ExecProcessRequest(properties);
};

ExecProcessRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.containerId != null && $Object.hasOwnProperty.call(m, "containerId") && m.containerId !== "")
w.uint32(10).string(m.containerId);
if (m.stdin != null && $Object.hasOwnProperty.call(m, "stdin") && m.stdin !== "")
w.uint32(18).string(m.stdin);
if (m.stdout != null && $Object.hasOwnProperty.call(m, "stdout") && m.stdout !== "")
w.uint32(26).string(m.stdout);
if (m.stderr != null && $Object.hasOwnProperty.call(m, "stderr") && m.stderr !== "")
w.uint32(34).string(m.stderr);
if (m.terminal != null && $Object.hasOwnProperty.call(m, "terminal") && m.terminal !== false)
w.uint32(40).bool(m.terminal);
if (m.spec != null && $Object.hasOwnProperty.call(m, "spec"))
$root.google.protobuf.Any.encode(m.spec, w.uint32(50).fork(), q + 1).ldelim();
if (m.execId != null && $Object.hasOwnProperty.call(m, "execId") && m.execId !== "")
w.uint32(58).string(m.execId);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ExecProcessRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.tasks.v1.ExecProcessRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.containerId = v;
else
delete m.containerId;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.stdin = v;
else
delete m.stdin;
continue;
}
case 3: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.stdout = v;
else
delete m.stdout;
continue;
}
case 4: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.stderr = v;
else
delete m.stderr;
continue;
}
case 5: {
if (u !== 0)
break;
if (v = r.bool())
m.terminal = v;
else
delete m.terminal;
continue;
}
case 6: {
if (u !== 2)
break;
m.spec = $root.google.protobuf.Any.decode(r, r.size(), $undefined, q + 1, m.spec);
continue;
}
case 7: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.execId = v;
else
delete m.execId;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ExecProcessRequest;
});

$lazy(v1, "ExecProcessResponse", function() {

const ExecProcessResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ExecProcessResponse.create = function(properties) {
return new ExecProcessResponse(properties);
};

ExecProcessResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ExecProcessResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.tasks.v1.ExecProcessResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
r.skipType(t & 7, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ExecProcessResponse;
});

$lazy(v1, "ResizePtyRequest", function() {

const ResizePtyRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ResizePtyRequest.prototype.containerId = "";
ResizePtyRequest.prototype.execId = "";
ResizePtyRequest.prototype.width = 0;
ResizePtyRequest.prototype.height = 0;

ResizePtyRequest.create = function(properties) {
return new ResizePtyRequest(properties);
};

ResizePtyRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.containerId != null && $Object.hasOwnProperty.call(m, "containerId") && m.containerId !== "")
w.uint32(10).string(m.containerId);
if (m.execId != null && $Object.hasOwnProperty.call(m, "execId") && m.execId !== "")
w.uint32(18).string(m.execId);
if (m.width != null && $Object.hasOwnProperty.call(m, "width") && m.width !== 0)
w.uint32(24).uint32(m.width);
if (m.height != null && $Object.hasOwnProperty.call(m, "height") && m.height !== 0)
w.uint32(32).uint32(m.height);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ResizePtyRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.tasks.v1.ResizePtyRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.containerId = v;
else
delete m.containerId;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.execId = v;
else
delete m.execId;
continue;
}
case 3: {
if (u !== 0)
break;
if (v = r.uint32())
m.width = v;
else
delete m.width;
continue;
}
case 4: {
if (u !== 0)
break;
if (v = r.uint32())
m.height = v;
else
delete m.height;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ResizePtyRequest;
});

$lazy(v1, "CloseIORequest", function() {

const CloseIORequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

CloseIORequest.prototype.containerId = "";
CloseIORequest.prototype.execId = "";
CloseIORequest.prototype.stdin = false;

CloseIORequest.create = function(properties) {
return new CloseIORequest(properties);
};

CloseIORequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.containerId != null && $Object.hasOwnProperty.call(m, "containerId") && m.containerId !== "")
w.uint32(10).string(m.containerId);
if (m.execId != null && $Object.hasOwnProperty.call(m, "execId") && m.execId !== "")
w.uint32(18).string(m.execId);
if (m.stdin != null && $Object.hasOwnProperty.call(m, "stdin") && m.stdin !== false)
w.uint32(24).bool(m.stdin);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

CloseIORequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.tasks.v1.CloseIORequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.containerId = v;
else
delete m.containerId;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.execId = v;
else
delete m.execId;
continue;
}
case 3: {
if (u !== 0)
break;
if (v = r.bool())
m.stdin = v;
else
delete m.stdin;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return CloseIORequest;
});

$lazy(v1, "PauseTaskRequest", function() {

const PauseTaskRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

PauseTaskRequest.prototype.containerId = "";

PauseTaskRequest.create = function(properties) {
return new PauseTaskRequest(properties);
};

PauseTaskRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.containerId != null && $Object.hasOwnProperty.call(m, "containerId") && m.containerId !== "")
w.uint32(10).string(m.containerId);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

PauseTaskRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.tasks.v1.PauseTaskRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.containerId = v;
else
delete m.containerId;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return PauseTaskRequest;
});

$lazy(v1, "ResumeTaskRequest", function() {

const ResumeTaskRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ResumeTaskRequest.prototype.containerId = "";

ResumeTaskRequest.create = function(properties) {
return new ResumeTaskRequest(properties);
};

ResumeTaskRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.containerId != null && $Object.hasOwnProperty.call(m, "containerId") && m.containerId !== "")
w.uint32(10).string(m.containerId);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ResumeTaskRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.tasks.v1.ResumeTaskRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.containerId = v;
else
delete m.containerId;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ResumeTaskRequest;
});

$lazy(v1, "ListPidsRequest", function() {

const ListPidsRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ListPidsRequest.prototype.containerId = "";

ListPidsRequest.create = function(properties) {
return new ListPidsRequest(properties);
};

ListPidsRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.containerId != null && $Object.hasOwnProperty.call(m, "containerId") && m.containerId !== "")
w.uint32(10).string(m.containerId);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ListPidsRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.tasks.v1.ListPidsRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.containerId = v;
else
delete m.containerId;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ListPidsRequest;
});

$lazy(v1, "ListPidsResponse", function() {

const ListPidsResponse = function (p) {
this.processes = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ListPidsResponse.prototype.processes = $util.emptyArray;

ListPidsResponse.create = function(properties) {
return new ListPidsResponse(properties);
};

ListPidsResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.processes != null && m.processes.length) {
for (var i = 0; i < m.processes.length; ++i)
$root.containerd.v1.types.ProcessInfo.encode(m.processes[i], w.uint32(10).fork(), q + 1).ldelim();
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ListPidsResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.tasks.v1.ListPidsResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if (!(m.processes && m.processes.length))
m.processes = [];
m.processes.push($root.containerd.v1.types.ProcessInfo.decode(r, r.size(), $undefined, q + 1));
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ListPidsResponse;
});

$lazy(v1, "CheckpointTaskRequest", function() {

const CheckpointTaskRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

CheckpointTaskRequest.prototype.containerId = "";
CheckpointTaskRequest.prototype.parentCheckpoint = "";
CheckpointTaskRequest.prototype.options = null;

CheckpointTaskRequest.create = function(properties) {
return new CheckpointTaskRequest(properties);
};

CheckpointTaskRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.containerId != null && $Object.hasOwnProperty.call(m, "containerId") && m.containerId !== "")
w.uint32(10).string(m.containerId);
if (m.parentCheckpoint != null && $Object.hasOwnProperty.call(m, "parentCheckpoint") && m.parentCheckpoint !== "")
w.uint32(18).string(m.parentCheckpoint);
if (m.options != null && $Object.hasOwnProperty.call(m, "options"))
$root.google.protobuf.Any.encode(m.options, w.uint32(26).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

CheckpointTaskRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.tasks.v1.CheckpointTaskRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.containerId = v;
else
delete m.containerId;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.parentCheckpoint = v;
else
delete m.parentCheckpoint;
continue;
}
case 3: {
if (u !== 2)
break;
m.options = $root.google.protobuf.Any.decode(r, r.size(), $undefined, q + 1, m.options);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return CheckpointTaskRequest;
});

$lazy(v1, "CheckpointTaskResponse", function() {

const CheckpointTaskResponse = function (p) {
this.descriptors = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

CheckpointTaskResponse.prototype.descriptors = $util.emptyArray;

CheckpointTaskResponse.create = function(properties) {
return new CheckpointTaskResponse(properties);
};

CheckpointTaskResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.descriptors != null && m.descriptors.length) {
for (var i = 0; i < m.descriptors.length; ++i)
$root.containerd.types.Descriptor.encode(m.descriptors[i], w.uint32(10).fork(), q + 1).ldelim();
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

CheckpointTaskResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.tasks.v1.CheckpointTaskResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if (!(m.descriptors && m.descriptors.length))
m.descriptors = [];
m.descriptors.push($root.containerd.types.Descriptor.decode(r, r.size(), $undefined, q + 1));
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return CheckpointTaskResponse;
});

$lazy(v1, "UpdateTaskRequest", function() {

const UpdateTaskRequest = function (p) {
this.annotations = {};
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

UpdateTaskRequest.prototype.containerId = "";
UpdateTaskRequest.prototype.resources = null;
UpdateTaskRequest.prototype.annotations = $util.emptyObject;

UpdateTaskRequest.create = function(properties) {
return new UpdateTaskRequest(properties);
};

UpdateTaskRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.containerId != null && $Object.hasOwnProperty.call(m, "containerId") && m.containerId !== "")
w.uint32(10).string(m.containerId);
if (m.resources != null && $Object.hasOwnProperty.call(m, "resources"))
$root.google.protobuf.Any.encode(m.resources, w.uint32(18).fork(), q + 1).ldelim();
if (m.annotations != null && $Object.hasOwnProperty.call(m, "annotations")) {
for (var ks = $Object.keys(m.annotations), i = 0; i < ks.length; ++i) {
w.uint32(26).fork().uint32(10).string(ks[i]).uint32(18).string(m.annotations[ks[i]]).ldelim();
}
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

UpdateTaskRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, k, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.tasks.v1.UpdateTaskRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.containerId = v;
else
delete m.containerId;
continue;
}
case 2: {
if (u !== 2)
break;
m.resources = $root.google.protobuf.Any.decode(r, r.size(), $undefined, q + 1, m.resources);
continue;
}
case 3: {
if (u !== 2)
break;
if (m.annotations === $util.emptyObject)
m.annotations = {};
var c2 = r.size() + r.pos;
if (c2 > r.len)
throw $RangeError("index out of range");
r.len = c2;
k = "";
v = "";
while (r.pos < c2) {
var t2 = r.tag();
u = t2 & 7;
switch (t2 >>>= 3) {
case 1:
if (u !== 2)
break;
k = r.stringVerify();
continue;
case 2:
if (u !== 2)
break;
v = r.stringVerify();
continue;
}
r.skipType(u, q, t2);
}
if (r.pos !== c2)
throw $RangeError("index out of range");
r.len = c;
if (k === "__proto__")
$util.makeProp(m.annotations, k);
m.annotations[k] = v;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return UpdateTaskRequest;
});

$lazy(v1, "MetricsRequest", function() {

const MetricsRequest = function (p) {
this.filters = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

MetricsRequest.prototype.filters = $util.emptyArray;

MetricsRequest.create = function(properties) {
return new MetricsRequest(properties);
};

MetricsRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.filters != null && m.filters.length) {
for (var i = 0; i < m.filters.length; ++i)
w.uint32(10).string(m.filters[i]);
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

MetricsRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.tasks.v1.MetricsRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if (!(m.filters && m.filters.length))
m.filters = [];
m.filters.push(r.stringVerify());
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return MetricsRequest;
});

$lazy(v1, "MetricsResponse", function() {

const MetricsResponse = function (p) {
this.metrics = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

MetricsResponse.prototype.metrics = $util.emptyArray;

MetricsResponse.create = function(properties) {
return new MetricsResponse(properties);
};

MetricsResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.metrics != null && m.metrics.length) {
for (var i = 0; i < m.metrics.length; ++i)
$root.containerd.types.Metric.encode(m.metrics[i], w.uint32(10).fork(), q + 1).ldelim();
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

MetricsResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.tasks.v1.MetricsResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if (!(m.metrics && m.metrics.length))
m.metrics = [];
m.metrics.push($root.containerd.types.Metric.decode(r, r.size(), $undefined, q + 1));
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return MetricsResponse;
});

$lazy(v1, "WaitRequest", function() {

const WaitRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

WaitRequest.prototype.containerId = "";
WaitRequest.prototype.execId = "";

WaitRequest.create = function(properties) {
return new WaitRequest(properties);
};

WaitRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.containerId != null && $Object.hasOwnProperty.call(m, "containerId") && m.containerId !== "")
w.uint32(10).string(m.containerId);
if (m.execId != null && $Object.hasOwnProperty.call(m, "execId") && m.execId !== "")
w.uint32(18).string(m.execId);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

WaitRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.tasks.v1.WaitRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.containerId = v;
else
delete m.containerId;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.execId = v;
else
delete m.execId;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return WaitRequest;
});

$lazy(v1, "WaitResponse", function() {

const WaitResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

WaitResponse.prototype.exitStatus = 0;
WaitResponse.prototype.exitedAt = null;

WaitResponse.create = function(properties) {
return new WaitResponse(properties);
};

WaitResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.exitStatus != null && $Object.hasOwnProperty.call(m, "exitStatus") && m.exitStatus !== 0)
w.uint32(8).uint32(m.exitStatus);
if (m.exitedAt != null && $Object.hasOwnProperty.call(m, "exitedAt"))
$root.google.protobuf.Timestamp.encode(m.exitedAt, w.uint32(18).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

WaitResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.tasks.v1.WaitResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 0)
break;
if (v = r.uint32())
m.exitStatus = v;
else
delete m.exitStatus;
continue;
}
case 2: {
if (u !== 2)
break;
m.exitedAt = $root.google.protobuf.Timestamp.decode(r, r.size(), $undefined, q + 1, m.exitedAt);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return WaitResponse;
});

return v1;
});

return tasks;
});

$lazy(services, "transfer", function() {

const transfer = {};

$lazy(transfer, "v1", function() {

const v1 = {};

$lazy(v1, "TransferRequest", function() {

const TransferRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

TransferRequest.prototype.source = null;
TransferRequest.prototype.destination = null;
TransferRequest.prototype.options = null;

TransferRequest.create = function(properties) {
return new TransferRequest(properties);
};

TransferRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.source != null && $Object.hasOwnProperty.call(m, "source"))
$root.google.protobuf.Any.encode(m.source, w.uint32(10).fork(), q + 1).ldelim();
if (m.destination != null && $Object.hasOwnProperty.call(m, "destination"))
$root.google.protobuf.Any.encode(m.destination, w.uint32(18).fork(), q + 1).ldelim();
if (m.options != null && $Object.hasOwnProperty.call(m, "options"))
$root.containerd.services.transfer.v1.TransferOptions.encode(m.options, w.uint32(26).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

TransferRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.transfer.v1.TransferRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.source = $root.google.protobuf.Any.decode(r, r.size(), $undefined, q + 1, m.source);
continue;
}
case 2: {
if (u !== 2)
break;
m.destination = $root.google.protobuf.Any.decode(r, r.size(), $undefined, q + 1, m.destination);
continue;
}
case 3: {
if (u !== 2)
break;
m.options = $root.containerd.services.transfer.v1.TransferOptions.decode(r, r.size(), $undefined, q + 1, m.options);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return TransferRequest;
});

$lazy(v1, "TransferOptions", function() {

const TransferOptions = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

TransferOptions.prototype.progressStream = "";

TransferOptions.create = function(properties) {
return new TransferOptions(properties);
};

TransferOptions.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.progressStream != null && $Object.hasOwnProperty.call(m, "progressStream") && m.progressStream !== "")
w.uint32(10).string(m.progressStream);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

TransferOptions.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.transfer.v1.TransferOptions();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.progressStream = v;
else
delete m.progressStream;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return TransferOptions;
});

return v1;
});

return transfer;
});

$lazy(services, "version", function() {

const version = {};

$lazy(version, "v1", function() {

const v1 = {};

$lazy(v1, "VersionResponse", function() {

const VersionResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

VersionResponse.prototype.version = "";
VersionResponse.prototype.revision = "";

VersionResponse.create = function(properties) {
return new VersionResponse(properties);
};

VersionResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.version != null && $Object.hasOwnProperty.call(m, "version") && m.version !== "")
w.uint32(10).string(m.version);
if (m.revision != null && $Object.hasOwnProperty.call(m, "revision") && m.revision !== "")
w.uint32(18).string(m.revision);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

VersionResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.services.version.v1.VersionResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.version = v;
else
delete m.version;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.revision = v;
else
delete m.revision;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return VersionResponse;
});

return v1;
});

return version;
});

return services;
});

$lazy(containerd, "v1", function() {

const v1 = {};

$lazy(v1, "types", function() {

const types = {};

$lazy(types, "Status", function() {
const valuesById = $Object.create(null), values = $Object.create(valuesById);
values[valuesById[0] = "UNKNOWN"] = 0;
values[valuesById[1] = "CREATED"] = 1;
values[valuesById[2] = "RUNNING"] = 2;
values[valuesById[3] = "STOPPED"] = 3;
values[valuesById[4] = "PAUSED"] = 4;
values[valuesById[5] = "PAUSING"] = 5;
return values;
});

$lazy(types, "Process", function() {

const Process = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

Process.prototype.containerId = "";
Process.prototype.id = "";
Process.prototype.pid = 0;
Process.prototype.status = 0;
Process.prototype.stdin = "";
Process.prototype.stdout = "";
Process.prototype.stderr = "";
Process.prototype.terminal = false;
Process.prototype.exitStatus = 0;
Process.prototype.exitedAt = null;

Process.create = function(properties) {
return new Process(properties);
};

Process.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.containerId != null && $Object.hasOwnProperty.call(m, "containerId") && m.containerId !== "")
w.uint32(10).string(m.containerId);
if (m.id != null && $Object.hasOwnProperty.call(m, "id") && m.id !== "")
w.uint32(18).string(m.id);
if (m.pid != null && $Object.hasOwnProperty.call(m, "pid") && m.pid !== 0)
w.uint32(24).uint32(m.pid);
if (m.status != null && $Object.hasOwnProperty.call(m, "status") && m.status !== 0)
w.uint32(32).int32(m.status);
if (m.stdin != null && $Object.hasOwnProperty.call(m, "stdin") && m.stdin !== "")
w.uint32(42).string(m.stdin);
if (m.stdout != null && $Object.hasOwnProperty.call(m, "stdout") && m.stdout !== "")
w.uint32(50).string(m.stdout);
if (m.stderr != null && $Object.hasOwnProperty.call(m, "stderr") && m.stderr !== "")
w.uint32(58).string(m.stderr);
if (m.terminal != null && $Object.hasOwnProperty.call(m, "terminal") && m.terminal !== false)
w.uint32(64).bool(m.terminal);
if (m.exitStatus != null && $Object.hasOwnProperty.call(m, "exitStatus") && m.exitStatus !== 0)
w.uint32(72).uint32(m.exitStatus);
if (m.exitedAt != null && $Object.hasOwnProperty.call(m, "exitedAt"))
$root.google.protobuf.Timestamp.encode(m.exitedAt, w.uint32(82).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

Process.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.v1.types.Process();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.containerId = v;
else
delete m.containerId;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.id = v;
else
delete m.id;
continue;
}
case 3: {
if (u !== 0)
break;
if (v = r.uint32())
m.pid = v;
else
delete m.pid;
continue;
}
case 4: {
if (u !== 0)
break;
if (v = r.int32())
m.status = v;
else
delete m.status;
continue;
}
case 5: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.stdin = v;
else
delete m.stdin;
continue;
}
case 6: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.stdout = v;
else
delete m.stdout;
continue;
}
case 7: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.stderr = v;
else
delete m.stderr;
continue;
}
case 8: {
if (u !== 0)
break;
if (v = r.bool())
m.terminal = v;
else
delete m.terminal;
continue;
}
case 9: {
if (u !== 0)
break;
if (v = r.uint32())
m.exitStatus = v;
else
delete m.exitStatus;
continue;
}
case 10: {
if (u !== 2)
break;
m.exitedAt = $root.google.protobuf.Timestamp.decode(r, r.size(), $undefined, q + 1, m.exitedAt);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return Process;
});

$lazy(types, "ProcessInfo", function() {

const ProcessInfo = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ProcessInfo.prototype.pid = 0;
ProcessInfo.prototype.info = null;

ProcessInfo.create = function(properties) {
return new ProcessInfo(properties);
};

ProcessInfo.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.pid != null && $Object.hasOwnProperty.call(m, "pid") && m.pid !== 0)
w.uint32(8).uint32(m.pid);
if (m.info != null && $Object.hasOwnProperty.call(m, "info"))
$root.google.protobuf.Any.encode(m.info, w.uint32(18).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ProcessInfo.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.v1.types.ProcessInfo();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 0)
break;
if (v = r.uint32())
m.pid = v;
else
delete m.pid;
continue;
}
case 2: {
if (u !== 2)
break;
m.info = $root.google.protobuf.Any.decode(r, r.size(), $undefined, q + 1, m.info);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ProcessInfo;
});

return types;
});

return v1;
});

$lazy(containerd, "task", function() {

const task = {};

$lazy(task, "v2", function() {

const v2 = {};

$lazy(v2, "CreateTaskRequest", function() {

const CreateTaskRequest = function (p) {
this.rootfs = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

CreateTaskRequest.prototype.id = "";
CreateTaskRequest.prototype.bundle = "";
CreateTaskRequest.prototype.rootfs = $util.emptyArray;
CreateTaskRequest.prototype.terminal = false;
CreateTaskRequest.prototype.stdin = "";
CreateTaskRequest.prototype.stdout = "";
CreateTaskRequest.prototype.stderr = "";
CreateTaskRequest.prototype.checkpoint = "";
CreateTaskRequest.prototype.parentCheckpoint = "";
CreateTaskRequest.prototype.options = null;

CreateTaskRequest.create = function(properties) {
return new CreateTaskRequest(properties);
};

CreateTaskRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.id != null && $Object.hasOwnProperty.call(m, "id") && m.id !== "")
w.uint32(10).string(m.id);
if (m.bundle != null && $Object.hasOwnProperty.call(m, "bundle") && m.bundle !== "")
w.uint32(18).string(m.bundle);
if (m.rootfs != null && m.rootfs.length) {
for (var i = 0; i < m.rootfs.length; ++i)
$root.containerd.types.Mount.encode(m.rootfs[i], w.uint32(26).fork(), q + 1).ldelim();
}
if (m.terminal != null && $Object.hasOwnProperty.call(m, "terminal") && m.terminal !== false)
w.uint32(32).bool(m.terminal);
if (m.stdin != null && $Object.hasOwnProperty.call(m, "stdin") && m.stdin !== "")
w.uint32(42).string(m.stdin);
if (m.stdout != null && $Object.hasOwnProperty.call(m, "stdout") && m.stdout !== "")
w.uint32(50).string(m.stdout);
if (m.stderr != null && $Object.hasOwnProperty.call(m, "stderr") && m.stderr !== "")
w.uint32(58).string(m.stderr);
if (m.checkpoint != null && $Object.hasOwnProperty.call(m, "checkpoint") && m.checkpoint !== "")
w.uint32(66).string(m.checkpoint);
if (m.parentCheckpoint != null && $Object.hasOwnProperty.call(m, "parentCheckpoint") && m.parentCheckpoint !== "")
w.uint32(74).string(m.parentCheckpoint);
if (m.options != null && $Object.hasOwnProperty.call(m, "options"))
$root.google.protobuf.Any.encode(m.options, w.uint32(82).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

CreateTaskRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.task.v2.CreateTaskRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.id = v;
else
delete m.id;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.bundle = v;
else
delete m.bundle;
continue;
}
case 3: {
if (u !== 2)
break;
if (!(m.rootfs && m.rootfs.length))
m.rootfs = [];
m.rootfs.push($root.containerd.types.Mount.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 4: {
if (u !== 0)
break;
if (v = r.bool())
m.terminal = v;
else
delete m.terminal;
continue;
}
case 5: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.stdin = v;
else
delete m.stdin;
continue;
}
case 6: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.stdout = v;
else
delete m.stdout;
continue;
}
case 7: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.stderr = v;
else
delete m.stderr;
continue;
}
case 8: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.checkpoint = v;
else
delete m.checkpoint;
continue;
}
case 9: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.parentCheckpoint = v;
else
delete m.parentCheckpoint;
continue;
}
case 10: {
if (u !== 2)
break;
m.options = $root.google.protobuf.Any.decode(r, r.size(), $undefined, q + 1, m.options);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return CreateTaskRequest;
});

$lazy(v2, "CreateTaskResponse", function() {

const CreateTaskResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

CreateTaskResponse.prototype.pid = 0;

CreateTaskResponse.create = function(properties) {
return new CreateTaskResponse(properties);
};

CreateTaskResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.pid != null && $Object.hasOwnProperty.call(m, "pid") && m.pid !== 0)
w.uint32(8).uint32(m.pid);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

CreateTaskResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.task.v2.CreateTaskResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 0)
break;
if (v = r.uint32())
m.pid = v;
else
delete m.pid;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return CreateTaskResponse;
});

$lazy(v2, "DeleteRequest", function() {

const DeleteRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

DeleteRequest.prototype.id = "";
DeleteRequest.prototype.execId = "";

DeleteRequest.create = function(properties) {
return new DeleteRequest(properties);
};

DeleteRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.id != null && $Object.hasOwnProperty.call(m, "id") && m.id !== "")
w.uint32(10).string(m.id);
if (m.execId != null && $Object.hasOwnProperty.call(m, "execId") && m.execId !== "")
w.uint32(18).string(m.execId);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

DeleteRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.task.v2.DeleteRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.id = v;
else
delete m.id;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.execId = v;
else
delete m.execId;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return DeleteRequest;
});

$lazy(v2, "DeleteResponse", function() {

const DeleteResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

DeleteResponse.prototype.pid = 0;
DeleteResponse.prototype.exitStatus = 0;
DeleteResponse.prototype.exitedAt = null;

DeleteResponse.create = function(properties) {
return new DeleteResponse(properties);
};

DeleteResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.pid != null && $Object.hasOwnProperty.call(m, "pid") && m.pid !== 0)
w.uint32(8).uint32(m.pid);
if (m.exitStatus != null && $Object.hasOwnProperty.call(m, "exitStatus") && m.exitStatus !== 0)
w.uint32(16).uint32(m.exitStatus);
if (m.exitedAt != null && $Object.hasOwnProperty.call(m, "exitedAt"))
$root.google.protobuf.Timestamp.encode(m.exitedAt, w.uint32(26).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

DeleteResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.task.v2.DeleteResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 0)
break;
if (v = r.uint32())
m.pid = v;
else
delete m.pid;
continue;
}
case 2: {
if (u !== 0)
break;
if (v = r.uint32())
m.exitStatus = v;
else
delete m.exitStatus;
continue;
}
case 3: {
if (u !== 2)
break;
m.exitedAt = $root.google.protobuf.Timestamp.decode(r, r.size(), $undefined, q + 1, m.exitedAt);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return DeleteResponse;
});

$lazy(v2, "ExecProcessRequest", function() {

const ExecProcessRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ExecProcessRequest.prototype.id = "";
ExecProcessRequest.prototype.execId = "";
ExecProcessRequest.prototype.terminal = false;
ExecProcessRequest.prototype.stdin = "";
ExecProcessRequest.prototype.stdout = "";
ExecProcessRequest.prototype.stderr = "";
ExecProcessRequest.prototype.spec = null;

ExecProcessRequest.create = function(properties) {
return new ExecProcessRequest(properties);
};

ExecProcessRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.id != null && $Object.hasOwnProperty.call(m, "id") && m.id !== "")
w.uint32(10).string(m.id);
if (m.execId != null && $Object.hasOwnProperty.call(m, "execId") && m.execId !== "")
w.uint32(18).string(m.execId);
if (m.terminal != null && $Object.hasOwnProperty.call(m, "terminal") && m.terminal !== false)
w.uint32(24).bool(m.terminal);
if (m.stdin != null && $Object.hasOwnProperty.call(m, "stdin") && m.stdin !== "")
w.uint32(34).string(m.stdin);
if (m.stdout != null && $Object.hasOwnProperty.call(m, "stdout") && m.stdout !== "")
w.uint32(42).string(m.stdout);
if (m.stderr != null && $Object.hasOwnProperty.call(m, "stderr") && m.stderr !== "")
w.uint32(50).string(m.stderr);
if (m.spec != null && $Object.hasOwnProperty.call(m, "spec"))
$root.google.protobuf.Any.encode(m.spec, w.uint32(58).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ExecProcessRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.task.v2.ExecProcessRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.id = v;
else
delete m.id;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.execId = v;
else
delete m.execId;
continue;
}
case 3: {
if (u !== 0)
break;
if (v = r.bool())
m.terminal = v;
else
delete m.terminal;
continue;
}
case 4: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.stdin = v;
else
delete m.stdin;
continue;
}
case 5: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.stdout = v;
else
delete m.stdout;
continue;
}
case 6: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.stderr = v;
else
delete m.stderr;
continue;
}
case 7: {
if (u !== 2)
break;
m.spec = $root.google.protobuf.Any.decode(r, r.size(), $undefined, q + 1, m.spec);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ExecProcessRequest;
});

$lazy(v2, "ExecProcessResponse", function() {

const ExecProcessResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ExecProcessResponse.create = function(properties) {
return new ExecProcessResponse(properties);
};

ExecProcessResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ExecProcessResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.task.v2.ExecProcessResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
r.skipType(t & 7, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ExecProcessResponse;
});

$lazy(v2, "ResizePtyRequest", function() {

const ResizePtyRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ResizePtyRequest.prototype.id = "";
ResizePtyRequest.prototype.execId = "";
ResizePtyRequest.prototype.width = 0;
ResizePtyRequest.prototype.height = 0;

ResizePtyRequest.create = function(properties) {
return new ResizePtyRequest(properties);
};

ResizePtyRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.id != null && $Object.hasOwnProperty.call(m, "id") && m.id !== "")
w.uint32(10).string(m.id);
if (m.execId != null && $Object.hasOwnProperty.call(m, "execId") && m.execId !== "")
w.uint32(18).string(m.execId);
if (m.width != null && $Object.hasOwnProperty.call(m, "width") && m.width !== 0)
w.uint32(24).uint32(m.width);
if (m.height != null && $Object.hasOwnProperty.call(m, "height") && m.height !== 0)
w.uint32(32).uint32(m.height);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ResizePtyRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.task.v2.ResizePtyRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.id = v;
else
delete m.id;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.execId = v;
else
delete m.execId;
continue;
}
case 3: {
if (u !== 0)
break;
if (v = r.uint32())
m.width = v;
else
delete m.width;
continue;
}
case 4: {
if (u !== 0)
break;
if (v = r.uint32())
m.height = v;
else
delete m.height;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ResizePtyRequest;
});

$lazy(v2, "StateRequest", function() {

const StateRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

StateRequest.prototype.id = "";
StateRequest.prototype.execId = "";

StateRequest.create = function(properties) {
return new StateRequest(properties);
};

StateRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.id != null && $Object.hasOwnProperty.call(m, "id") && m.id !== "")
w.uint32(10).string(m.id);
if (m.execId != null && $Object.hasOwnProperty.call(m, "execId") && m.execId !== "")
w.uint32(18).string(m.execId);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

StateRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.task.v2.StateRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.id = v;
else
delete m.id;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.execId = v;
else
delete m.execId;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return StateRequest;
});

$lazy(v2, "StateResponse", function() {

const StateResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

StateResponse.prototype.id = "";
StateResponse.prototype.bundle = "";
StateResponse.prototype.pid = 0;
StateResponse.prototype.status = 0;
StateResponse.prototype.stdin = "";
StateResponse.prototype.stdout = "";
StateResponse.prototype.stderr = "";
StateResponse.prototype.terminal = false;
StateResponse.prototype.exitStatus = 0;
StateResponse.prototype.exitedAt = null;
StateResponse.prototype.execId = "";

StateResponse.create = function(properties) {
return new StateResponse(properties);
};

StateResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.id != null && $Object.hasOwnProperty.call(m, "id") && m.id !== "")
w.uint32(10).string(m.id);
if (m.bundle != null && $Object.hasOwnProperty.call(m, "bundle") && m.bundle !== "")
w.uint32(18).string(m.bundle);
if (m.pid != null && $Object.hasOwnProperty.call(m, "pid") && m.pid !== 0)
w.uint32(24).uint32(m.pid);
if (m.status != null && $Object.hasOwnProperty.call(m, "status") && m.status !== 0)
w.uint32(32).int32(m.status);
if (m.stdin != null && $Object.hasOwnProperty.call(m, "stdin") && m.stdin !== "")
w.uint32(42).string(m.stdin);
if (m.stdout != null && $Object.hasOwnProperty.call(m, "stdout") && m.stdout !== "")
w.uint32(50).string(m.stdout);
if (m.stderr != null && $Object.hasOwnProperty.call(m, "stderr") && m.stderr !== "")
w.uint32(58).string(m.stderr);
if (m.terminal != null && $Object.hasOwnProperty.call(m, "terminal") && m.terminal !== false)
w.uint32(64).bool(m.terminal);
if (m.exitStatus != null && $Object.hasOwnProperty.call(m, "exitStatus") && m.exitStatus !== 0)
w.uint32(72).uint32(m.exitStatus);
if (m.exitedAt != null && $Object.hasOwnProperty.call(m, "exitedAt"))
$root.google.protobuf.Timestamp.encode(m.exitedAt, w.uint32(82).fork(), q + 1).ldelim();
if (m.execId != null && $Object.hasOwnProperty.call(m, "execId") && m.execId !== "")
w.uint32(90).string(m.execId);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

StateResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.task.v2.StateResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.id = v;
else
delete m.id;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.bundle = v;
else
delete m.bundle;
continue;
}
case 3: {
if (u !== 0)
break;
if (v = r.uint32())
m.pid = v;
else
delete m.pid;
continue;
}
case 4: {
if (u !== 0)
break;
if (v = r.int32())
m.status = v;
else
delete m.status;
continue;
}
case 5: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.stdin = v;
else
delete m.stdin;
continue;
}
case 6: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.stdout = v;
else
delete m.stdout;
continue;
}
case 7: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.stderr = v;
else
delete m.stderr;
continue;
}
case 8: {
if (u !== 0)
break;
if (v = r.bool())
m.terminal = v;
else
delete m.terminal;
continue;
}
case 9: {
if (u !== 0)
break;
if (v = r.uint32())
m.exitStatus = v;
else
delete m.exitStatus;
continue;
}
case 10: {
if (u !== 2)
break;
m.exitedAt = $root.google.protobuf.Timestamp.decode(r, r.size(), $undefined, q + 1, m.exitedAt);
continue;
}
case 11: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.execId = v;
else
delete m.execId;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return StateResponse;
});

$lazy(v2, "KillRequest", function() {

const KillRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

KillRequest.prototype.id = "";
KillRequest.prototype.execId = "";
KillRequest.prototype.signal = 0;
KillRequest.prototype.all = false;

KillRequest.create = function(properties) {
return new KillRequest(properties);
};

KillRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.id != null && $Object.hasOwnProperty.call(m, "id") && m.id !== "")
w.uint32(10).string(m.id);
if (m.execId != null && $Object.hasOwnProperty.call(m, "execId") && m.execId !== "")
w.uint32(18).string(m.execId);
if (m.signal != null && $Object.hasOwnProperty.call(m, "signal") && m.signal !== 0)
w.uint32(24).uint32(m.signal);
if (m.all != null && $Object.hasOwnProperty.call(m, "all") && m.all !== false)
w.uint32(32).bool(m.all);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

KillRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.task.v2.KillRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.id = v;
else
delete m.id;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.execId = v;
else
delete m.execId;
continue;
}
case 3: {
if (u !== 0)
break;
if (v = r.uint32())
m.signal = v;
else
delete m.signal;
continue;
}
case 4: {
if (u !== 0)
break;
if (v = r.bool())
m.all = v;
else
delete m.all;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return KillRequest;
});

$lazy(v2, "CloseIORequest", function() {

const CloseIORequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

CloseIORequest.prototype.id = "";
CloseIORequest.prototype.execId = "";
CloseIORequest.prototype.stdin = false;

CloseIORequest.create = function(properties) {
return new CloseIORequest(properties);
};

CloseIORequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.id != null && $Object.hasOwnProperty.call(m, "id") && m.id !== "")
w.uint32(10).string(m.id);
if (m.execId != null && $Object.hasOwnProperty.call(m, "execId") && m.execId !== "")
w.uint32(18).string(m.execId);
if (m.stdin != null && $Object.hasOwnProperty.call(m, "stdin") && m.stdin !== false)
w.uint32(24).bool(m.stdin);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

CloseIORequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.task.v2.CloseIORequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.id = v;
else
delete m.id;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.execId = v;
else
delete m.execId;
continue;
}
case 3: {
if (u !== 0)
break;
if (v = r.bool())
m.stdin = v;
else
delete m.stdin;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return CloseIORequest;
});

$lazy(v2, "PidsRequest", function() {

const PidsRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

PidsRequest.prototype.id = "";

PidsRequest.create = function(properties) {
return new PidsRequest(properties);
};

PidsRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.id != null && $Object.hasOwnProperty.call(m, "id") && m.id !== "")
w.uint32(10).string(m.id);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

PidsRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.task.v2.PidsRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.id = v;
else
delete m.id;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return PidsRequest;
});

$lazy(v2, "PidsResponse", function() {

const PidsResponse = function (p) {
this.processes = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

PidsResponse.prototype.processes = $util.emptyArray;

PidsResponse.create = function(properties) {
return new PidsResponse(properties);
};

PidsResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.processes != null && m.processes.length) {
for (var i = 0; i < m.processes.length; ++i)
$root.containerd.v1.types.ProcessInfo.encode(m.processes[i], w.uint32(10).fork(), q + 1).ldelim();
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

PidsResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.task.v2.PidsResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if (!(m.processes && m.processes.length))
m.processes = [];
m.processes.push($root.containerd.v1.types.ProcessInfo.decode(r, r.size(), $undefined, q + 1));
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return PidsResponse;
});

$lazy(v2, "CheckpointTaskRequest", function() {

const CheckpointTaskRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

CheckpointTaskRequest.prototype.id = "";
CheckpointTaskRequest.prototype.path = "";
CheckpointTaskRequest.prototype.options = null;

CheckpointTaskRequest.create = function(properties) {
return new CheckpointTaskRequest(properties);
};

CheckpointTaskRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.id != null && $Object.hasOwnProperty.call(m, "id") && m.id !== "")
w.uint32(10).string(m.id);
if (m.path != null && $Object.hasOwnProperty.call(m, "path") && m.path !== "")
w.uint32(18).string(m.path);
if (m.options != null && $Object.hasOwnProperty.call(m, "options"))
$root.google.protobuf.Any.encode(m.options, w.uint32(26).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

CheckpointTaskRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.task.v2.CheckpointTaskRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.id = v;
else
delete m.id;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.path = v;
else
delete m.path;
continue;
}
case 3: {
if (u !== 2)
break;
m.options = $root.google.protobuf.Any.decode(r, r.size(), $undefined, q + 1, m.options);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return CheckpointTaskRequest;
});

$lazy(v2, "UpdateTaskRequest", function() {

const UpdateTaskRequest = function (p) {
this.annotations = {};
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

UpdateTaskRequest.prototype.id = "";
UpdateTaskRequest.prototype.resources = null;
UpdateTaskRequest.prototype.annotations = $util.emptyObject;

UpdateTaskRequest.create = function(properties) {
return new UpdateTaskRequest(properties);
};

UpdateTaskRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.id != null && $Object.hasOwnProperty.call(m, "id") && m.id !== "")
w.uint32(10).string(m.id);
if (m.resources != null && $Object.hasOwnProperty.call(m, "resources"))
$root.google.protobuf.Any.encode(m.resources, w.uint32(18).fork(), q + 1).ldelim();
if (m.annotations != null && $Object.hasOwnProperty.call(m, "annotations")) {
for (var ks = $Object.keys(m.annotations), i = 0; i < ks.length; ++i) {
w.uint32(26).fork().uint32(10).string(ks[i]).uint32(18).string(m.annotations[ks[i]]).ldelim();
}
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

UpdateTaskRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, k, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.task.v2.UpdateTaskRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.id = v;
else
delete m.id;
continue;
}
case 2: {
if (u !== 2)
break;
m.resources = $root.google.protobuf.Any.decode(r, r.size(), $undefined, q + 1, m.resources);
continue;
}
case 3: {
if (u !== 2)
break;
if (m.annotations === $util.emptyObject)
m.annotations = {};
var c2 = r.size() + r.pos;
if (c2 > r.len)
throw $RangeError("index out of range");
r.len = c2;
k = "";
v = "";
while (r.pos < c2) {
var t2 = r.tag();
u = t2 & 7;
switch (t2 >>>= 3) {
case 1:
if (u !== 2)
break;
k = r.stringVerify();
continue;
case 2:
if (u !== 2)
break;
v = r.stringVerify();
continue;
}
r.skipType(u, q, t2);
}
if (r.pos !== c2)
throw $RangeError("index out of range");
r.len = c;
if (k === "__proto__")
$util.makeProp(m.annotations, k);
m.annotations[k] = v;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return UpdateTaskRequest;
});

$lazy(v2, "StartRequest", function() {

const StartRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

StartRequest.prototype.id = "";
StartRequest.prototype.execId = "";

StartRequest.create = function(properties) {
return new StartRequest(properties);
};

StartRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.id != null && $Object.hasOwnProperty.call(m, "id") && m.id !== "")
w.uint32(10).string(m.id);
if (m.execId != null && $Object.hasOwnProperty.call(m, "execId") && m.execId !== "")
w.uint32(18).string(m.execId);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

StartRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.task.v2.StartRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.id = v;
else
delete m.id;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.execId = v;
else
delete m.execId;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return StartRequest;
});

$lazy(v2, "StartResponse", function() {

const StartResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

StartResponse.prototype.pid = 0;

StartResponse.create = function(properties) {
return new StartResponse(properties);
};

StartResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.pid != null && $Object.hasOwnProperty.call(m, "pid") && m.pid !== 0)
w.uint32(8).uint32(m.pid);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

StartResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.task.v2.StartResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 0)
break;
if (v = r.uint32())
m.pid = v;
else
delete m.pid;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return StartResponse;
});

$lazy(v2, "WaitRequest", function() {

const WaitRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

WaitRequest.prototype.id = "";
WaitRequest.prototype.execId = "";

WaitRequest.create = function(properties) {
return new WaitRequest(properties);
};

WaitRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.id != null && $Object.hasOwnProperty.call(m, "id") && m.id !== "")
w.uint32(10).string(m.id);
if (m.execId != null && $Object.hasOwnProperty.call(m, "execId") && m.execId !== "")
w.uint32(18).string(m.execId);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

WaitRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.task.v2.WaitRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.id = v;
else
delete m.id;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.execId = v;
else
delete m.execId;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return WaitRequest;
});

$lazy(v2, "WaitResponse", function() {

const WaitResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

WaitResponse.prototype.exitStatus = 0;
WaitResponse.prototype.exitedAt = null;

WaitResponse.create = function(properties) {
return new WaitResponse(properties);
};

WaitResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.exitStatus != null && $Object.hasOwnProperty.call(m, "exitStatus") && m.exitStatus !== 0)
w.uint32(8).uint32(m.exitStatus);
if (m.exitedAt != null && $Object.hasOwnProperty.call(m, "exitedAt"))
$root.google.protobuf.Timestamp.encode(m.exitedAt, w.uint32(18).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

WaitResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.task.v2.WaitResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 0)
break;
if (v = r.uint32())
m.exitStatus = v;
else
delete m.exitStatus;
continue;
}
case 2: {
if (u !== 2)
break;
m.exitedAt = $root.google.protobuf.Timestamp.decode(r, r.size(), $undefined, q + 1, m.exitedAt);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return WaitResponse;
});

$lazy(v2, "StatsRequest", function() {

const StatsRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

StatsRequest.prototype.id = "";

StatsRequest.create = function(properties) {
return new StatsRequest(properties);
};

StatsRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.id != null && $Object.hasOwnProperty.call(m, "id") && m.id !== "")
w.uint32(10).string(m.id);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

StatsRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.task.v2.StatsRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.id = v;
else
delete m.id;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return StatsRequest;
});

$lazy(v2, "StatsResponse", function() {

const StatsResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

StatsResponse.prototype.stats = null;

StatsResponse.create = function(properties) {
return new StatsResponse(properties);
};

StatsResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.stats != null && $Object.hasOwnProperty.call(m, "stats"))
$root.google.protobuf.Any.encode(m.stats, w.uint32(10).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

StatsResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.task.v2.StatsResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.stats = $root.google.protobuf.Any.decode(r, r.size(), $undefined, q + 1, m.stats);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return StatsResponse;
});

$lazy(v2, "ConnectRequest", function() {

const ConnectRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ConnectRequest.prototype.id = "";

ConnectRequest.create = function(properties) {
return new ConnectRequest(properties);
};

ConnectRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.id != null && $Object.hasOwnProperty.call(m, "id") && m.id !== "")
w.uint32(10).string(m.id);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ConnectRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.task.v2.ConnectRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.id = v;
else
delete m.id;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ConnectRequest;
});

$lazy(v2, "ConnectResponse", function() {

const ConnectResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ConnectResponse.prototype.shimPid = 0;
ConnectResponse.prototype.taskPid = 0;
ConnectResponse.prototype.version = "";

ConnectResponse.create = function(properties) {
return new ConnectResponse(properties);
};

ConnectResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.shimPid != null && $Object.hasOwnProperty.call(m, "shimPid") && m.shimPid !== 0)
w.uint32(8).uint32(m.shimPid);
if (m.taskPid != null && $Object.hasOwnProperty.call(m, "taskPid") && m.taskPid !== 0)
w.uint32(16).uint32(m.taskPid);
if (m.version != null && $Object.hasOwnProperty.call(m, "version") && m.version !== "")
w.uint32(26).string(m.version);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ConnectResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.task.v2.ConnectResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 0)
break;
if (v = r.uint32())
m.shimPid = v;
else
delete m.shimPid;
continue;
}
case 2: {
if (u !== 0)
break;
if (v = r.uint32())
m.taskPid = v;
else
delete m.taskPid;
continue;
}
case 3: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.version = v;
else
delete m.version;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ConnectResponse;
});

$lazy(v2, "ShutdownRequest", function() {

const ShutdownRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ShutdownRequest.prototype.id = "";
ShutdownRequest.prototype.now = false;

ShutdownRequest.create = function(properties) {
return new ShutdownRequest(properties);
};

ShutdownRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.id != null && $Object.hasOwnProperty.call(m, "id") && m.id !== "")
w.uint32(10).string(m.id);
if (m.now != null && $Object.hasOwnProperty.call(m, "now") && m.now !== false)
w.uint32(16).bool(m.now);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ShutdownRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.task.v2.ShutdownRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.id = v;
else
delete m.id;
continue;
}
case 2: {
if (u !== 0)
break;
if (v = r.bool())
m.now = v;
else
delete m.now;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ShutdownRequest;
});

$lazy(v2, "PauseRequest", function() {

const PauseRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

PauseRequest.prototype.id = "";

PauseRequest.create = function(properties) {
return new PauseRequest(properties);
};

PauseRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.id != null && $Object.hasOwnProperty.call(m, "id") && m.id !== "")
w.uint32(10).string(m.id);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

PauseRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.task.v2.PauseRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.id = v;
else
delete m.id;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return PauseRequest;
});

$lazy(v2, "ResumeRequest", function() {

const ResumeRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ResumeRequest.prototype.id = "";

ResumeRequest.create = function(properties) {
return new ResumeRequest(properties);
};

ResumeRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.id != null && $Object.hasOwnProperty.call(m, "id") && m.id !== "")
w.uint32(10).string(m.id);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ResumeRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.task.v2.ResumeRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.id = v;
else
delete m.id;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ResumeRequest;
});

return v2;
});

$lazy(task, "v3", function() {

const v3 = {};

$lazy(v3, "CreateTaskRequest", function() {

const CreateTaskRequest = function (p) {
this.rootfs = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

CreateTaskRequest.prototype.id = "";
CreateTaskRequest.prototype.bundle = "";
CreateTaskRequest.prototype.rootfs = $util.emptyArray;
CreateTaskRequest.prototype.terminal = false;
CreateTaskRequest.prototype.stdin = "";
CreateTaskRequest.prototype.stdout = "";
CreateTaskRequest.prototype.stderr = "";
CreateTaskRequest.prototype.checkpoint = "";
CreateTaskRequest.prototype.parentCheckpoint = "";
CreateTaskRequest.prototype.options = null;

CreateTaskRequest.create = function(properties) {
return new CreateTaskRequest(properties);
};

CreateTaskRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.id != null && $Object.hasOwnProperty.call(m, "id") && m.id !== "")
w.uint32(10).string(m.id);
if (m.bundle != null && $Object.hasOwnProperty.call(m, "bundle") && m.bundle !== "")
w.uint32(18).string(m.bundle);
if (m.rootfs != null && m.rootfs.length) {
for (var i = 0; i < m.rootfs.length; ++i)
$root.containerd.types.Mount.encode(m.rootfs[i], w.uint32(26).fork(), q + 1).ldelim();
}
if (m.terminal != null && $Object.hasOwnProperty.call(m, "terminal") && m.terminal !== false)
w.uint32(32).bool(m.terminal);
if (m.stdin != null && $Object.hasOwnProperty.call(m, "stdin") && m.stdin !== "")
w.uint32(42).string(m.stdin);
if (m.stdout != null && $Object.hasOwnProperty.call(m, "stdout") && m.stdout !== "")
w.uint32(50).string(m.stdout);
if (m.stderr != null && $Object.hasOwnProperty.call(m, "stderr") && m.stderr !== "")
w.uint32(58).string(m.stderr);
if (m.checkpoint != null && $Object.hasOwnProperty.call(m, "checkpoint") && m.checkpoint !== "")
w.uint32(66).string(m.checkpoint);
if (m.parentCheckpoint != null && $Object.hasOwnProperty.call(m, "parentCheckpoint") && m.parentCheckpoint !== "")
w.uint32(74).string(m.parentCheckpoint);
if (m.options != null && $Object.hasOwnProperty.call(m, "options"))
$root.google.protobuf.Any.encode(m.options, w.uint32(82).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

CreateTaskRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.task.v3.CreateTaskRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.id = v;
else
delete m.id;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.bundle = v;
else
delete m.bundle;
continue;
}
case 3: {
if (u !== 2)
break;
if (!(m.rootfs && m.rootfs.length))
m.rootfs = [];
m.rootfs.push($root.containerd.types.Mount.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 4: {
if (u !== 0)
break;
if (v = r.bool())
m.terminal = v;
else
delete m.terminal;
continue;
}
case 5: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.stdin = v;
else
delete m.stdin;
continue;
}
case 6: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.stdout = v;
else
delete m.stdout;
continue;
}
case 7: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.stderr = v;
else
delete m.stderr;
continue;
}
case 8: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.checkpoint = v;
else
delete m.checkpoint;
continue;
}
case 9: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.parentCheckpoint = v;
else
delete m.parentCheckpoint;
continue;
}
case 10: {
if (u !== 2)
break;
m.options = $root.google.protobuf.Any.decode(r, r.size(), $undefined, q + 1, m.options);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return CreateTaskRequest;
});

$lazy(v3, "CreateTaskResponse", function() {

const CreateTaskResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

CreateTaskResponse.prototype.pid = 0;

CreateTaskResponse.create = function(properties) {
return new CreateTaskResponse(properties);
};

CreateTaskResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.pid != null && $Object.hasOwnProperty.call(m, "pid") && m.pid !== 0)
w.uint32(8).uint32(m.pid);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

CreateTaskResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.task.v3.CreateTaskResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 0)
break;
if (v = r.uint32())
m.pid = v;
else
delete m.pid;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return CreateTaskResponse;
});

$lazy(v3, "DeleteRequest", function() {

const DeleteRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

DeleteRequest.prototype.id = "";
DeleteRequest.prototype.execId = "";

DeleteRequest.create = function(properties) {
return new DeleteRequest(properties);
};

DeleteRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.id != null && $Object.hasOwnProperty.call(m, "id") && m.id !== "")
w.uint32(10).string(m.id);
if (m.execId != null && $Object.hasOwnProperty.call(m, "execId") && m.execId !== "")
w.uint32(18).string(m.execId);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

DeleteRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.task.v3.DeleteRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.id = v;
else
delete m.id;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.execId = v;
else
delete m.execId;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return DeleteRequest;
});

$lazy(v3, "DeleteResponse", function() {

const DeleteResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

DeleteResponse.prototype.pid = 0;
DeleteResponse.prototype.exitStatus = 0;
DeleteResponse.prototype.exitedAt = null;

DeleteResponse.create = function(properties) {
return new DeleteResponse(properties);
};

DeleteResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.pid != null && $Object.hasOwnProperty.call(m, "pid") && m.pid !== 0)
w.uint32(8).uint32(m.pid);
if (m.exitStatus != null && $Object.hasOwnProperty.call(m, "exitStatus") && m.exitStatus !== 0)
w.uint32(16).uint32(m.exitStatus);
if (m.exitedAt != null && $Object.hasOwnProperty.call(m, "exitedAt"))
$root.google.protobuf.Timestamp.encode(m.exitedAt, w.uint32(26).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

DeleteResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.task.v3.DeleteResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 0)
break;
if (v = r.uint32())
m.pid = v;
else
delete m.pid;
continue;
}
case 2: {
if (u !== 0)
break;
if (v = r.uint32())
m.exitStatus = v;
else
delete m.exitStatus;
continue;
}
case 3: {
if (u !== 2)
break;
m.exitedAt = $root.google.protobuf.Timestamp.decode(r, r.size(), $undefined, q + 1, m.exitedAt);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return DeleteResponse;
});

$lazy(v3, "ExecProcessRequest", function() {

const ExecProcessRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ExecProcessRequest.prototype.id = "";
ExecProcessRequest.prototype.execId = "";
ExecProcessRequest.prototype.terminal = false;
ExecProcessRequest.prototype.stdin = "";
ExecProcessRequest.prototype.stdout = "";
ExecProcessRequest.prototype.stderr = "";
ExecProcessRequest.prototype.spec = null;

ExecProcessRequest.create = function(properties) {
return new ExecProcessRequest(properties);
};

ExecProcessRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.id != null && $Object.hasOwnProperty.call(m, "id") && m.id !== "")
w.uint32(10).string(m.id);
if (m.execId != null && $Object.hasOwnProperty.call(m, "execId") && m.execId !== "")
w.uint32(18).string(m.execId);
if (m.terminal != null && $Object.hasOwnProperty.call(m, "terminal") && m.terminal !== false)
w.uint32(24).bool(m.terminal);
if (m.stdin != null && $Object.hasOwnProperty.call(m, "stdin") && m.stdin !== "")
w.uint32(34).string(m.stdin);
if (m.stdout != null && $Object.hasOwnProperty.call(m, "stdout") && m.stdout !== "")
w.uint32(42).string(m.stdout);
if (m.stderr != null && $Object.hasOwnProperty.call(m, "stderr") && m.stderr !== "")
w.uint32(50).string(m.stderr);
if (m.spec != null && $Object.hasOwnProperty.call(m, "spec"))
$root.google.protobuf.Any.encode(m.spec, w.uint32(58).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ExecProcessRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.task.v3.ExecProcessRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.id = v;
else
delete m.id;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.execId = v;
else
delete m.execId;
continue;
}
case 3: {
if (u !== 0)
break;
if (v = r.bool())
m.terminal = v;
else
delete m.terminal;
continue;
}
case 4: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.stdin = v;
else
delete m.stdin;
continue;
}
case 5: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.stdout = v;
else
delete m.stdout;
continue;
}
case 6: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.stderr = v;
else
delete m.stderr;
continue;
}
case 7: {
if (u !== 2)
break;
m.spec = $root.google.protobuf.Any.decode(r, r.size(), $undefined, q + 1, m.spec);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ExecProcessRequest;
});

$lazy(v3, "ExecProcessResponse", function() {

const ExecProcessResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ExecProcessResponse.create = function(properties) {
return new ExecProcessResponse(properties);
};

ExecProcessResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ExecProcessResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.task.v3.ExecProcessResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
r.skipType(t & 7, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ExecProcessResponse;
});

$lazy(v3, "ResizePtyRequest", function() {

const ResizePtyRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ResizePtyRequest.prototype.id = "";
ResizePtyRequest.prototype.execId = "";
ResizePtyRequest.prototype.width = 0;
ResizePtyRequest.prototype.height = 0;

ResizePtyRequest.create = function(properties) {
return new ResizePtyRequest(properties);
};

ResizePtyRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.id != null && $Object.hasOwnProperty.call(m, "id") && m.id !== "")
w.uint32(10).string(m.id);
if (m.execId != null && $Object.hasOwnProperty.call(m, "execId") && m.execId !== "")
w.uint32(18).string(m.execId);
if (m.width != null && $Object.hasOwnProperty.call(m, "width") && m.width !== 0)
w.uint32(24).uint32(m.width);
if (m.height != null && $Object.hasOwnProperty.call(m, "height") && m.height !== 0)
w.uint32(32).uint32(m.height);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ResizePtyRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.task.v3.ResizePtyRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.id = v;
else
delete m.id;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.execId = v;
else
delete m.execId;
continue;
}
case 3: {
if (u !== 0)
break;
if (v = r.uint32())
m.width = v;
else
delete m.width;
continue;
}
case 4: {
if (u !== 0)
break;
if (v = r.uint32())
m.height = v;
else
delete m.height;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ResizePtyRequest;
});

$lazy(v3, "StateRequest", function() {

const StateRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

StateRequest.prototype.id = "";
StateRequest.prototype.execId = "";

StateRequest.create = function(properties) {
return new StateRequest(properties);
};

StateRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.id != null && $Object.hasOwnProperty.call(m, "id") && m.id !== "")
w.uint32(10).string(m.id);
if (m.execId != null && $Object.hasOwnProperty.call(m, "execId") && m.execId !== "")
w.uint32(18).string(m.execId);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

StateRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.task.v3.StateRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.id = v;
else
delete m.id;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.execId = v;
else
delete m.execId;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return StateRequest;
});

$lazy(v3, "StateResponse", function() {

const StateResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

StateResponse.prototype.id = "";
StateResponse.prototype.bundle = "";
StateResponse.prototype.pid = 0;
StateResponse.prototype.status = 0;
StateResponse.prototype.stdin = "";
StateResponse.prototype.stdout = "";
StateResponse.prototype.stderr = "";
StateResponse.prototype.terminal = false;
StateResponse.prototype.exitStatus = 0;
StateResponse.prototype.exitedAt = null;
StateResponse.prototype.execId = "";

StateResponse.create = function(properties) {
return new StateResponse(properties);
};

StateResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.id != null && $Object.hasOwnProperty.call(m, "id") && m.id !== "")
w.uint32(10).string(m.id);
if (m.bundle != null && $Object.hasOwnProperty.call(m, "bundle") && m.bundle !== "")
w.uint32(18).string(m.bundle);
if (m.pid != null && $Object.hasOwnProperty.call(m, "pid") && m.pid !== 0)
w.uint32(24).uint32(m.pid);
if (m.status != null && $Object.hasOwnProperty.call(m, "status") && m.status !== 0)
w.uint32(32).int32(m.status);
if (m.stdin != null && $Object.hasOwnProperty.call(m, "stdin") && m.stdin !== "")
w.uint32(42).string(m.stdin);
if (m.stdout != null && $Object.hasOwnProperty.call(m, "stdout") && m.stdout !== "")
w.uint32(50).string(m.stdout);
if (m.stderr != null && $Object.hasOwnProperty.call(m, "stderr") && m.stderr !== "")
w.uint32(58).string(m.stderr);
if (m.terminal != null && $Object.hasOwnProperty.call(m, "terminal") && m.terminal !== false)
w.uint32(64).bool(m.terminal);
if (m.exitStatus != null && $Object.hasOwnProperty.call(m, "exitStatus") && m.exitStatus !== 0)
w.uint32(72).uint32(m.exitStatus);
if (m.exitedAt != null && $Object.hasOwnProperty.call(m, "exitedAt"))
$root.google.protobuf.Timestamp.encode(m.exitedAt, w.uint32(82).fork(), q + 1).ldelim();
if (m.execId != null && $Object.hasOwnProperty.call(m, "execId") && m.execId !== "")
w.uint32(90).string(m.execId);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

StateResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.task.v3.StateResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.id = v;
else
delete m.id;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.bundle = v;
else
delete m.bundle;
continue;
}
case 3: {
if (u !== 0)
break;
if (v = r.uint32())
m.pid = v;
else
delete m.pid;
continue;
}
case 4: {
if (u !== 0)
break;
if (v = r.int32())
m.status = v;
else
delete m.status;
continue;
}
case 5: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.stdin = v;
else
delete m.stdin;
continue;
}
case 6: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.stdout = v;
else
delete m.stdout;
continue;
}
case 7: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.stderr = v;
else
delete m.stderr;
continue;
}
case 8: {
if (u !== 0)
break;
if (v = r.bool())
m.terminal = v;
else
delete m.terminal;
continue;
}
case 9: {
if (u !== 0)
break;
if (v = r.uint32())
m.exitStatus = v;
else
delete m.exitStatus;
continue;
}
case 10: {
if (u !== 2)
break;
m.exitedAt = $root.google.protobuf.Timestamp.decode(r, r.size(), $undefined, q + 1, m.exitedAt);
continue;
}
case 11: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.execId = v;
else
delete m.execId;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return StateResponse;
});

$lazy(v3, "KillRequest", function() {

const KillRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

KillRequest.prototype.id = "";
KillRequest.prototype.execId = "";
KillRequest.prototype.signal = 0;
KillRequest.prototype.all = false;

KillRequest.create = function(properties) {
return new KillRequest(properties);
};

KillRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.id != null && $Object.hasOwnProperty.call(m, "id") && m.id !== "")
w.uint32(10).string(m.id);
if (m.execId != null && $Object.hasOwnProperty.call(m, "execId") && m.execId !== "")
w.uint32(18).string(m.execId);
if (m.signal != null && $Object.hasOwnProperty.call(m, "signal") && m.signal !== 0)
w.uint32(24).uint32(m.signal);
if (m.all != null && $Object.hasOwnProperty.call(m, "all") && m.all !== false)
w.uint32(32).bool(m.all);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

KillRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.task.v3.KillRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.id = v;
else
delete m.id;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.execId = v;
else
delete m.execId;
continue;
}
case 3: {
if (u !== 0)
break;
if (v = r.uint32())
m.signal = v;
else
delete m.signal;
continue;
}
case 4: {
if (u !== 0)
break;
if (v = r.bool())
m.all = v;
else
delete m.all;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return KillRequest;
});

$lazy(v3, "CloseIORequest", function() {

const CloseIORequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

CloseIORequest.prototype.id = "";
CloseIORequest.prototype.execId = "";
CloseIORequest.prototype.stdin = false;

CloseIORequest.create = function(properties) {
return new CloseIORequest(properties);
};

CloseIORequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.id != null && $Object.hasOwnProperty.call(m, "id") && m.id !== "")
w.uint32(10).string(m.id);
if (m.execId != null && $Object.hasOwnProperty.call(m, "execId") && m.execId !== "")
w.uint32(18).string(m.execId);
if (m.stdin != null && $Object.hasOwnProperty.call(m, "stdin") && m.stdin !== false)
w.uint32(24).bool(m.stdin);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

CloseIORequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.task.v3.CloseIORequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.id = v;
else
delete m.id;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.execId = v;
else
delete m.execId;
continue;
}
case 3: {
if (u !== 0)
break;
if (v = r.bool())
m.stdin = v;
else
delete m.stdin;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return CloseIORequest;
});

$lazy(v3, "PidsRequest", function() {

const PidsRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

PidsRequest.prototype.id = "";

PidsRequest.create = function(properties) {
return new PidsRequest(properties);
};

PidsRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.id != null && $Object.hasOwnProperty.call(m, "id") && m.id !== "")
w.uint32(10).string(m.id);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

PidsRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.task.v3.PidsRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.id = v;
else
delete m.id;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return PidsRequest;
});

$lazy(v3, "PidsResponse", function() {

const PidsResponse = function (p) {
this.processes = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

PidsResponse.prototype.processes = $util.emptyArray;

PidsResponse.create = function(properties) {
return new PidsResponse(properties);
};

PidsResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.processes != null && m.processes.length) {
for (var i = 0; i < m.processes.length; ++i)
$root.containerd.v1.types.ProcessInfo.encode(m.processes[i], w.uint32(10).fork(), q + 1).ldelim();
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

PidsResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.task.v3.PidsResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if (!(m.processes && m.processes.length))
m.processes = [];
m.processes.push($root.containerd.v1.types.ProcessInfo.decode(r, r.size(), $undefined, q + 1));
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return PidsResponse;
});

$lazy(v3, "CheckpointTaskRequest", function() {

const CheckpointTaskRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

CheckpointTaskRequest.prototype.id = "";
CheckpointTaskRequest.prototype.path = "";
CheckpointTaskRequest.prototype.options = null;

CheckpointTaskRequest.create = function(properties) {
return new CheckpointTaskRequest(properties);
};

CheckpointTaskRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.id != null && $Object.hasOwnProperty.call(m, "id") && m.id !== "")
w.uint32(10).string(m.id);
if (m.path != null && $Object.hasOwnProperty.call(m, "path") && m.path !== "")
w.uint32(18).string(m.path);
if (m.options != null && $Object.hasOwnProperty.call(m, "options"))
$root.google.protobuf.Any.encode(m.options, w.uint32(26).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

CheckpointTaskRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.task.v3.CheckpointTaskRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.id = v;
else
delete m.id;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.path = v;
else
delete m.path;
continue;
}
case 3: {
if (u !== 2)
break;
m.options = $root.google.protobuf.Any.decode(r, r.size(), $undefined, q + 1, m.options);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return CheckpointTaskRequest;
});

$lazy(v3, "UpdateTaskRequest", function() {

const UpdateTaskRequest = function (p) {
this.annotations = {};
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

UpdateTaskRequest.prototype.id = "";
UpdateTaskRequest.prototype.resources = null;
UpdateTaskRequest.prototype.annotations = $util.emptyObject;

UpdateTaskRequest.create = function(properties) {
return new UpdateTaskRequest(properties);
};

UpdateTaskRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.id != null && $Object.hasOwnProperty.call(m, "id") && m.id !== "")
w.uint32(10).string(m.id);
if (m.resources != null && $Object.hasOwnProperty.call(m, "resources"))
$root.google.protobuf.Any.encode(m.resources, w.uint32(18).fork(), q + 1).ldelim();
if (m.annotations != null && $Object.hasOwnProperty.call(m, "annotations")) {
for (var ks = $Object.keys(m.annotations), i = 0; i < ks.length; ++i) {
w.uint32(26).fork().uint32(10).string(ks[i]).uint32(18).string(m.annotations[ks[i]]).ldelim();
}
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

UpdateTaskRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, k, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.task.v3.UpdateTaskRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.id = v;
else
delete m.id;
continue;
}
case 2: {
if (u !== 2)
break;
m.resources = $root.google.protobuf.Any.decode(r, r.size(), $undefined, q + 1, m.resources);
continue;
}
case 3: {
if (u !== 2)
break;
if (m.annotations === $util.emptyObject)
m.annotations = {};
var c2 = r.size() + r.pos;
if (c2 > r.len)
throw $RangeError("index out of range");
r.len = c2;
k = "";
v = "";
while (r.pos < c2) {
var t2 = r.tag();
u = t2 & 7;
switch (t2 >>>= 3) {
case 1:
if (u !== 2)
break;
k = r.stringVerify();
continue;
case 2:
if (u !== 2)
break;
v = r.stringVerify();
continue;
}
r.skipType(u, q, t2);
}
if (r.pos !== c2)
throw $RangeError("index out of range");
r.len = c;
if (k === "__proto__")
$util.makeProp(m.annotations, k);
m.annotations[k] = v;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return UpdateTaskRequest;
});

$lazy(v3, "StartRequest", function() {

const StartRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

StartRequest.prototype.id = "";
StartRequest.prototype.execId = "";

StartRequest.create = function(properties) {
return new StartRequest(properties);
};

StartRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.id != null && $Object.hasOwnProperty.call(m, "id") && m.id !== "")
w.uint32(10).string(m.id);
if (m.execId != null && $Object.hasOwnProperty.call(m, "execId") && m.execId !== "")
w.uint32(18).string(m.execId);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

StartRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.task.v3.StartRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.id = v;
else
delete m.id;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.execId = v;
else
delete m.execId;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return StartRequest;
});

$lazy(v3, "StartResponse", function() {

const StartResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

StartResponse.prototype.pid = 0;

StartResponse.create = function(properties) {
return new StartResponse(properties);
};

StartResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.pid != null && $Object.hasOwnProperty.call(m, "pid") && m.pid !== 0)
w.uint32(8).uint32(m.pid);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

StartResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.task.v3.StartResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 0)
break;
if (v = r.uint32())
m.pid = v;
else
delete m.pid;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return StartResponse;
});

$lazy(v3, "WaitRequest", function() {

const WaitRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

WaitRequest.prototype.id = "";
WaitRequest.prototype.execId = "";

WaitRequest.create = function(properties) {
return new WaitRequest(properties);
};

WaitRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.id != null && $Object.hasOwnProperty.call(m, "id") && m.id !== "")
w.uint32(10).string(m.id);
if (m.execId != null && $Object.hasOwnProperty.call(m, "execId") && m.execId !== "")
w.uint32(18).string(m.execId);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

WaitRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.task.v3.WaitRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.id = v;
else
delete m.id;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.execId = v;
else
delete m.execId;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return WaitRequest;
});

$lazy(v3, "WaitResponse", function() {

const WaitResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

WaitResponse.prototype.exitStatus = 0;
WaitResponse.prototype.exitedAt = null;

WaitResponse.create = function(properties) {
return new WaitResponse(properties);
};

WaitResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.exitStatus != null && $Object.hasOwnProperty.call(m, "exitStatus") && m.exitStatus !== 0)
w.uint32(8).uint32(m.exitStatus);
if (m.exitedAt != null && $Object.hasOwnProperty.call(m, "exitedAt"))
$root.google.protobuf.Timestamp.encode(m.exitedAt, w.uint32(18).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

WaitResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.task.v3.WaitResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 0)
break;
if (v = r.uint32())
m.exitStatus = v;
else
delete m.exitStatus;
continue;
}
case 2: {
if (u !== 2)
break;
m.exitedAt = $root.google.protobuf.Timestamp.decode(r, r.size(), $undefined, q + 1, m.exitedAt);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return WaitResponse;
});

$lazy(v3, "StatsRequest", function() {

const StatsRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

StatsRequest.prototype.id = "";

StatsRequest.create = function(properties) {
return new StatsRequest(properties);
};

StatsRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.id != null && $Object.hasOwnProperty.call(m, "id") && m.id !== "")
w.uint32(10).string(m.id);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

StatsRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.task.v3.StatsRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.id = v;
else
delete m.id;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return StatsRequest;
});

$lazy(v3, "StatsResponse", function() {

const StatsResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

StatsResponse.prototype.stats = null;

StatsResponse.create = function(properties) {
return new StatsResponse(properties);
};

StatsResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.stats != null && $Object.hasOwnProperty.call(m, "stats"))
$root.google.protobuf.Any.encode(m.stats, w.uint32(10).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

StatsResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.task.v3.StatsResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.stats = $root.google.protobuf.Any.decode(r, r.size(), $undefined, q + 1, m.stats);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return StatsResponse;
});

$lazy(v3, "ConnectRequest", function() {

const ConnectRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ConnectRequest.prototype.id = "";

ConnectRequest.create = function(properties) {
return new ConnectRequest(properties);
};

ConnectRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.id != null && $Object.hasOwnProperty.call(m, "id") && m.id !== "")
w.uint32(10).string(m.id);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ConnectRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.task.v3.ConnectRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.id = v;
else
delete m.id;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ConnectRequest;
});

$lazy(v3, "ConnectResponse", function() {

const ConnectResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ConnectResponse.prototype.shimPid = 0;
ConnectResponse.prototype.taskPid = 0;
ConnectResponse.prototype.version = "";

ConnectResponse.create = function(properties) {
return new ConnectResponse(properties);
};

ConnectResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.shimPid != null && $Object.hasOwnProperty.call(m, "shimPid") && m.shimPid !== 0)
w.uint32(8).uint32(m.shimPid);
if (m.taskPid != null && $Object.hasOwnProperty.call(m, "taskPid") && m.taskPid !== 0)
w.uint32(16).uint32(m.taskPid);
if (m.version != null && $Object.hasOwnProperty.call(m, "version") && m.version !== "")
w.uint32(26).string(m.version);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ConnectResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.task.v3.ConnectResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 0)
break;
if (v = r.uint32())
m.shimPid = v;
else
delete m.shimPid;
continue;
}
case 2: {
if (u !== 0)
break;
if (v = r.uint32())
m.taskPid = v;
else
delete m.taskPid;
continue;
}
case 3: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.version = v;
else
delete m.version;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ConnectResponse;
});

$lazy(v3, "ShutdownRequest", function() {

const ShutdownRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ShutdownRequest.prototype.id = "";
ShutdownRequest.prototype.now = false;

ShutdownRequest.create = function(properties) {
return new ShutdownRequest(properties);
};

ShutdownRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.id != null && $Object.hasOwnProperty.call(m, "id") && m.id !== "")
w.uint32(10).string(m.id);
if (m.now != null && $Object.hasOwnProperty.call(m, "now") && m.now !== false)
w.uint32(16).bool(m.now);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ShutdownRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.task.v3.ShutdownRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.id = v;
else
delete m.id;
continue;
}
case 2: {
if (u !== 0)
break;
if (v = r.bool())
m.now = v;
else
delete m.now;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ShutdownRequest;
});

$lazy(v3, "PauseRequest", function() {

const PauseRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

PauseRequest.prototype.id = "";

PauseRequest.create = function(properties) {
return new PauseRequest(properties);
};

PauseRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.id != null && $Object.hasOwnProperty.call(m, "id") && m.id !== "")
w.uint32(10).string(m.id);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

PauseRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.task.v3.PauseRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.id = v;
else
delete m.id;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return PauseRequest;
});

$lazy(v3, "ResumeRequest", function() {

const ResumeRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ResumeRequest.prototype.id = "";

ResumeRequest.create = function(properties) {
return new ResumeRequest(properties);
};

ResumeRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.id != null && $Object.hasOwnProperty.call(m, "id") && m.id !== "")
w.uint32(10).string(m.id);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ResumeRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.containerd.task.v3.ResumeRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.id = v;
else
delete m.id;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ResumeRequest;
});

return v3;
});

return task;
});

return containerd;
})();

export const google = $root.google = (() => {

const google = {};

$lazy(google, "protobuf", function() {

const protobuf = {};

$lazy(protobuf, "Any", function() {

const Any = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

Any.prototype.type_url = "";
Any.prototype.value = $util.newBuffer([]);

Any.create = function(properties) {
return new Any(properties);
};

Any.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.type_url != null && $Object.hasOwnProperty.call(m, "type_url") && m.type_url !== "")
w.uint32(10).string(m.type_url);
if (m.value != null && $Object.hasOwnProperty.call(m, "value") && m.value.length)
w.uint32(18).bytes(m.value);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

Any.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.google.protobuf.Any();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.type_url = v;
else
delete m.type_url;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.bytes()).length)
m.value = v;
else
delete m.value;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return Any;
});

$lazy(protobuf, "Timestamp", function() {

const Timestamp = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

Timestamp.prototype.seconds = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
Timestamp.prototype.nanos = 0;

Timestamp.create = function(properties) {
return new Timestamp(properties);
};

Timestamp.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.seconds != null && $Object.hasOwnProperty.call(m, "seconds") && (typeof m.seconds === "object" ? m.seconds.low || m.seconds.high : m.seconds !== 0))
w.uint32(8).int64(m.seconds);
if (m.nanos != null && $Object.hasOwnProperty.call(m, "nanos") && m.nanos !== 0)
w.uint32(16).int32(m.nanos);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

Timestamp.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.google.protobuf.Timestamp();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 0)
break;
if (typeof (v = r.int64()) === "object" ? v.low || v.high : v !== 0)
m.seconds = v;
else
delete m.seconds;
continue;
}
case 2: {
if (u !== 0)
break;
if (v = r.int32())
m.nanos = v;
else
delete m.nanos;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return Timestamp;
});

$lazy(protobuf, "Empty", function() {

const Empty = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

Empty.create = function(properties) {
return new Empty(properties);
};

Empty.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

Empty.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.google.protobuf.Empty();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
r.skipType(t & 7, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return Empty;
});

$lazy(protobuf, "FieldMask", function() {

const FieldMask = function (p) {
this.paths = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

FieldMask.prototype.paths = $util.emptyArray;

FieldMask.create = function(properties) {
return new FieldMask(properties);
};

FieldMask.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.paths != null && m.paths.length) {
for (var i = 0; i < m.paths.length; ++i)
w.uint32(10).string(m.paths[i]);
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

FieldMask.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.google.protobuf.FieldMask();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if (!(m.paths && m.paths.length))
m.paths = [];
m.paths.push(r.stringVerify());
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return FieldMask;
});

return protobuf;
});

$lazy(google, "rpc", function() {

const rpc = {};

$lazy(rpc, "Status", function() {

const Status = function (p) {
this.details = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

Status.prototype.code = 0;
Status.prototype.message = "";
Status.prototype.details = $util.emptyArray;

Status.create = function(properties) {
return new Status(properties);
};

Status.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.code != null && $Object.hasOwnProperty.call(m, "code") && m.code !== 0)
w.uint32(8).int32(m.code);
if (m.message != null && $Object.hasOwnProperty.call(m, "message") && m.message !== "")
w.uint32(18).string(m.message);
if (m.details != null && m.details.length) {
for (var i = 0; i < m.details.length; ++i)
$root.google.protobuf.Any.encode(m.details[i], w.uint32(26).fork(), q + 1).ldelim();
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

Status.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.google.rpc.Status();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 0)
break;
if (v = r.int32())
m.code = v;
else
delete m.code;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.message = v;
else
delete m.message;
continue;
}
case 3: {
if (u !== 2)
break;
if (!(m.details && m.details.length))
m.details = [];
m.details.push($root.google.protobuf.Any.decode(r, r.size(), $undefined, q + 1));
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return Status;
});

return rpc;
});

return google;
})();

export const grpc = $root.grpc = (() => {

const grpc = {};

$lazy(grpc, "health", function() {

const health = {};

$lazy(health, "v1", function() {

const v1 = {};

$lazy(v1, "HealthCheckRequest", function() {

const HealthCheckRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

HealthCheckRequest.prototype.service = "";

HealthCheckRequest.create = function(properties) {
return new HealthCheckRequest(properties);
};

HealthCheckRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.service != null && $Object.hasOwnProperty.call(m, "service") && m.service !== "")
w.uint32(10).string(m.service);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

HealthCheckRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.grpc.health.v1.HealthCheckRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.service = v;
else
delete m.service;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return HealthCheckRequest;
});

$lazy(v1, "HealthCheckResponse", function() {

const HealthCheckResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

HealthCheckResponse.prototype.status = 0;

HealthCheckResponse.create = function(properties) {
return new HealthCheckResponse(properties);
};

HealthCheckResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.status != null && $Object.hasOwnProperty.call(m, "status") && m.status !== 0)
w.uint32(8).int32(m.status);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

HealthCheckResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.grpc.health.v1.HealthCheckResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 0)
break;
if (v = r.int32())
m.status = v;
else
delete m.status;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

$lazy(HealthCheckResponse, "ServingStatus", function() {
const valuesById = $Object.create(null), values = $Object.create(valuesById);
values[valuesById[0] = "UNKNOWN"] = 0;
values[valuesById[1] = "SERVING"] = 1;
values[valuesById[2] = "NOT_SERVING"] = 2;
values[valuesById[3] = "SERVICE_UNKNOWN"] = 3;
return values;
});

return HealthCheckResponse;
});

return v1;
});

return health;
});

$lazy(grpc, "reflection", function() {

const reflection = {};

$lazy(reflection, "v1", function() {

const v1 = {};

$lazy(v1, "ServerReflectionRequest", function() {

const ServerReflectionRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ServerReflectionRequest.prototype.host = "";
ServerReflectionRequest.prototype.fileByFilename = null;
ServerReflectionRequest.prototype.fileContainingSymbol = null;
ServerReflectionRequest.prototype.fileContainingExtension = null;
ServerReflectionRequest.prototype.allExtensionNumbersOfType = null;
ServerReflectionRequest.prototype.listServices = null;

let $oneOfFields;

$Object.defineProperty(ServerReflectionRequest.prototype, "messageRequest", {
get: $util.oneOfGetter($oneOfFields = ["fileByFilename", "fileContainingSymbol", "fileContainingExtension", "allExtensionNumbersOfType", "listServices"]),
set: $util.oneOfSetter($oneOfFields)
});

ServerReflectionRequest.create = function(properties) {
return new ServerReflectionRequest(properties);
};

ServerReflectionRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.host != null && $Object.hasOwnProperty.call(m, "host") && m.host !== "")
w.uint32(10).string(m.host);
if (m.fileByFilename != null && $Object.hasOwnProperty.call(m, "fileByFilename"))
w.uint32(26).string(m.fileByFilename);
if (m.fileContainingSymbol != null && $Object.hasOwnProperty.call(m, "fileContainingSymbol"))
w.uint32(34).string(m.fileContainingSymbol);
if (m.fileContainingExtension != null && $Object.hasOwnProperty.call(m, "fileContainingExtension"))
$root.grpc.reflection.v1.ExtensionRequest.encode(m.fileContainingExtension, w.uint32(42).fork(), q + 1).ldelim();
if (m.allExtensionNumbersOfType != null && $Object.hasOwnProperty.call(m, "allExtensionNumbersOfType"))
w.uint32(50).string(m.allExtensionNumbersOfType);
if (m.listServices != null && $Object.hasOwnProperty.call(m, "listServices"))
w.uint32(58).string(m.listServices);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ServerReflectionRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.grpc.reflection.v1.ServerReflectionRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.host = v;
else
delete m.host;
continue;
}
case 3: {
if (u !== 2)
break;
m.fileByFilename = r.stringVerify();
m.messageRequest = "fileByFilename";
continue;
}
case 4: {
if (u !== 2)
break;
m.fileContainingSymbol = r.stringVerify();
m.messageRequest = "fileContainingSymbol";
continue;
}
case 5: {
if (u !== 2)
break;
m.fileContainingExtension = $root.grpc.reflection.v1.ExtensionRequest.decode(r, r.size(), $undefined, q + 1, m.fileContainingExtension);
m.messageRequest = "fileContainingExtension";
continue;
}
case 6: {
if (u !== 2)
break;
m.allExtensionNumbersOfType = r.stringVerify();
m.messageRequest = "allExtensionNumbersOfType";
continue;
}
case 7: {
if (u !== 2)
break;
m.listServices = r.stringVerify();
m.messageRequest = "listServices";
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ServerReflectionRequest;
});

$lazy(v1, "ExtensionRequest", function() {

const ExtensionRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ExtensionRequest.prototype.containingType = "";
ExtensionRequest.prototype.extensionNumber = 0;

ExtensionRequest.create = function(properties) {
return new ExtensionRequest(properties);
};

ExtensionRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.containingType != null && $Object.hasOwnProperty.call(m, "containingType") && m.containingType !== "")
w.uint32(10).string(m.containingType);
if (m.extensionNumber != null && $Object.hasOwnProperty.call(m, "extensionNumber") && m.extensionNumber !== 0)
w.uint32(16).int32(m.extensionNumber);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ExtensionRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.grpc.reflection.v1.ExtensionRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.containingType = v;
else
delete m.containingType;
continue;
}
case 2: {
if (u !== 0)
break;
if (v = r.int32())
m.extensionNumber = v;
else
delete m.extensionNumber;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ExtensionRequest;
});

$lazy(v1, "ServerReflectionResponse", function() {

const ServerReflectionResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ServerReflectionResponse.prototype.validHost = "";
ServerReflectionResponse.prototype.originalRequest = null;
ServerReflectionResponse.prototype.fileDescriptorResponse = null;
ServerReflectionResponse.prototype.allExtensionNumbersResponse = null;
ServerReflectionResponse.prototype.listServicesResponse = null;
ServerReflectionResponse.prototype.errorResponse = null;

let $oneOfFields;

$Object.defineProperty(ServerReflectionResponse.prototype, "messageResponse", {
get: $util.oneOfGetter($oneOfFields = ["fileDescriptorResponse", "allExtensionNumbersResponse", "listServicesResponse", "errorResponse"]),
set: $util.oneOfSetter($oneOfFields)
});

ServerReflectionResponse.create = function(properties) {
return new ServerReflectionResponse(properties);
};

ServerReflectionResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.validHost != null && $Object.hasOwnProperty.call(m, "validHost") && m.validHost !== "")
w.uint32(10).string(m.validHost);
if (m.originalRequest != null && $Object.hasOwnProperty.call(m, "originalRequest"))
$root.grpc.reflection.v1.ServerReflectionRequest.encode(m.originalRequest, w.uint32(18).fork(), q + 1).ldelim();
if (m.fileDescriptorResponse != null && $Object.hasOwnProperty.call(m, "fileDescriptorResponse"))
$root.grpc.reflection.v1.FileDescriptorResponse.encode(m.fileDescriptorResponse, w.uint32(34).fork(), q + 1).ldelim();
if (m.allExtensionNumbersResponse != null && $Object.hasOwnProperty.call(m, "allExtensionNumbersResponse"))
$root.grpc.reflection.v1.ExtensionNumberResponse.encode(m.allExtensionNumbersResponse, w.uint32(42).fork(), q + 1).ldelim();
if (m.listServicesResponse != null && $Object.hasOwnProperty.call(m, "listServicesResponse"))
$root.grpc.reflection.v1.ListServiceResponse.encode(m.listServicesResponse, w.uint32(50).fork(), q + 1).ldelim();
if (m.errorResponse != null && $Object.hasOwnProperty.call(m, "errorResponse"))
$root.grpc.reflection.v1.ErrorResponse.encode(m.errorResponse, w.uint32(58).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ServerReflectionResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.grpc.reflection.v1.ServerReflectionResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.validHost = v;
else
delete m.validHost;
continue;
}
case 2: {
if (u !== 2)
break;
m.originalRequest = $root.grpc.reflection.v1.ServerReflectionRequest.decode(r, r.size(), $undefined, q + 1, m.originalRequest);
continue;
}
case 4: {
if (u !== 2)
break;
m.fileDescriptorResponse = $root.grpc.reflection.v1.FileDescriptorResponse.decode(r, r.size(), $undefined, q + 1, m.fileDescriptorResponse);
m.messageResponse = "fileDescriptorResponse";
continue;
}
case 5: {
if (u !== 2)
break;
m.allExtensionNumbersResponse = $root.grpc.reflection.v1.ExtensionNumberResponse.decode(r, r.size(), $undefined, q + 1, m.allExtensionNumbersResponse);
m.messageResponse = "allExtensionNumbersResponse";
continue;
}
case 6: {
if (u !== 2)
break;
m.listServicesResponse = $root.grpc.reflection.v1.ListServiceResponse.decode(r, r.size(), $undefined, q + 1, m.listServicesResponse);
m.messageResponse = "listServicesResponse";
continue;
}
case 7: {
if (u !== 2)
break;
m.errorResponse = $root.grpc.reflection.v1.ErrorResponse.decode(r, r.size(), $undefined, q + 1, m.errorResponse);
m.messageResponse = "errorResponse";
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ServerReflectionResponse;
});

$lazy(v1, "FileDescriptorResponse", function() {

const FileDescriptorResponse = function (p) {
this.fileDescriptorProto = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

FileDescriptorResponse.prototype.fileDescriptorProto = $util.emptyArray;

FileDescriptorResponse.create = function(properties) {
return new FileDescriptorResponse(properties);
};

FileDescriptorResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.fileDescriptorProto != null && m.fileDescriptorProto.length) {
for (var i = 0; i < m.fileDescriptorProto.length; ++i)
w.uint32(10).bytes(m.fileDescriptorProto[i]);
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

FileDescriptorResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.grpc.reflection.v1.FileDescriptorResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if (!(m.fileDescriptorProto && m.fileDescriptorProto.length))
m.fileDescriptorProto = [];
m.fileDescriptorProto.push(r.bytes());
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return FileDescriptorResponse;
});

$lazy(v1, "ExtensionNumberResponse", function() {

const ExtensionNumberResponse = function (p) {
this.extensionNumber = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ExtensionNumberResponse.prototype.baseTypeName = "";
ExtensionNumberResponse.prototype.extensionNumber = $util.emptyArray;

ExtensionNumberResponse.create = function(properties) {
return new ExtensionNumberResponse(properties);
};

ExtensionNumberResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.baseTypeName != null && $Object.hasOwnProperty.call(m, "baseTypeName") && m.baseTypeName !== "")
w.uint32(10).string(m.baseTypeName);
if (m.extensionNumber != null && m.extensionNumber.length) {
w.uint32(18).int32s(m.extensionNumber);
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ExtensionNumberResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.grpc.reflection.v1.ExtensionNumberResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.baseTypeName = v;
else
delete m.baseTypeName;
continue;
}
case 2: {
if (u === 2) {
if (!(m.extensionNumber && m.extensionNumber.length))
m.extensionNumber = [];
r.int32s(m.extensionNumber);
continue;
}
if (u !== 0)
break;
if (!(m.extensionNumber && m.extensionNumber.length))
m.extensionNumber = [];
m.extensionNumber.push(r.int32());
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ExtensionNumberResponse;
});

$lazy(v1, "ListServiceResponse", function() {

const ListServiceResponse = function (p) {
this.service = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ListServiceResponse.prototype.service = $util.emptyArray;

ListServiceResponse.create = function(properties) {
return new ListServiceResponse(properties);
};

ListServiceResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.service != null && m.service.length) {
for (var i = 0; i < m.service.length; ++i)
$root.grpc.reflection.v1.ServiceResponse.encode(m.service[i], w.uint32(10).fork(), q + 1).ldelim();
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ListServiceResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.grpc.reflection.v1.ListServiceResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if (!(m.service && m.service.length))
m.service = [];
m.service.push($root.grpc.reflection.v1.ServiceResponse.decode(r, r.size(), $undefined, q + 1));
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ListServiceResponse;
});

$lazy(v1, "ServiceResponse", function() {

const ServiceResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ServiceResponse.prototype.name = "";

ServiceResponse.create = function(properties) {
return new ServiceResponse(properties);
};

ServiceResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.name != null && $Object.hasOwnProperty.call(m, "name") && m.name !== "")
w.uint32(10).string(m.name);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ServiceResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.grpc.reflection.v1.ServiceResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.name = v;
else
delete m.name;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ServiceResponse;
});

$lazy(v1, "ErrorResponse", function() {

const ErrorResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ErrorResponse.prototype.errorCode = 0;
ErrorResponse.prototype.errorMessage = "";

ErrorResponse.create = function(properties) {
return new ErrorResponse(properties);
};

ErrorResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.errorCode != null && $Object.hasOwnProperty.call(m, "errorCode") && m.errorCode !== 0)
w.uint32(8).int32(m.errorCode);
if (m.errorMessage != null && $Object.hasOwnProperty.call(m, "errorMessage") && m.errorMessage !== "")
w.uint32(18).string(m.errorMessage);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ErrorResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.grpc.reflection.v1.ErrorResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 0)
break;
if (v = r.int32())
m.errorCode = v;
else
delete m.errorCode;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.errorMessage = v;
else
delete m.errorMessage;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ErrorResponse;
});

return v1;
});

$lazy(reflection, "v1alpha", function() {

const v1alpha = {};

$lazy(v1alpha, "ServerReflectionRequest", function() {

const ServerReflectionRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ServerReflectionRequest.prototype.host = "";
ServerReflectionRequest.prototype.fileByFilename = null;
ServerReflectionRequest.prototype.fileContainingSymbol = null;
ServerReflectionRequest.prototype.fileContainingExtension = null;
ServerReflectionRequest.prototype.allExtensionNumbersOfType = null;
ServerReflectionRequest.prototype.listServices = null;

let $oneOfFields;

$Object.defineProperty(ServerReflectionRequest.prototype, "messageRequest", {
get: $util.oneOfGetter($oneOfFields = ["fileByFilename", "fileContainingSymbol", "fileContainingExtension", "allExtensionNumbersOfType", "listServices"]),
set: $util.oneOfSetter($oneOfFields)
});

ServerReflectionRequest.create = function(properties) {
return new ServerReflectionRequest(properties);
};

ServerReflectionRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.host != null && $Object.hasOwnProperty.call(m, "host") && m.host !== "")
w.uint32(10).string(m.host);
if (m.fileByFilename != null && $Object.hasOwnProperty.call(m, "fileByFilename"))
w.uint32(26).string(m.fileByFilename);
if (m.fileContainingSymbol != null && $Object.hasOwnProperty.call(m, "fileContainingSymbol"))
w.uint32(34).string(m.fileContainingSymbol);
if (m.fileContainingExtension != null && $Object.hasOwnProperty.call(m, "fileContainingExtension"))
$root.grpc.reflection.v1alpha.ExtensionRequest.encode(m.fileContainingExtension, w.uint32(42).fork(), q + 1).ldelim();
if (m.allExtensionNumbersOfType != null && $Object.hasOwnProperty.call(m, "allExtensionNumbersOfType"))
w.uint32(50).string(m.allExtensionNumbersOfType);
if (m.listServices != null && $Object.hasOwnProperty.call(m, "listServices"))
w.uint32(58).string(m.listServices);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ServerReflectionRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.grpc.reflection.v1alpha.ServerReflectionRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.host = v;
else
delete m.host;
continue;
}
case 3: {
if (u !== 2)
break;
m.fileByFilename = r.stringVerify();
m.messageRequest = "fileByFilename";
continue;
}
case 4: {
if (u !== 2)
break;
m.fileContainingSymbol = r.stringVerify();
m.messageRequest = "fileContainingSymbol";
continue;
}
case 5: {
if (u !== 2)
break;
m.fileContainingExtension = $root.grpc.reflection.v1alpha.ExtensionRequest.decode(r, r.size(), $undefined, q + 1, m.fileContainingExtension);
m.messageRequest = "fileContainingExtension";
continue;
}
case 6: {
if (u !== 2)
break;
m.allExtensionNumbersOfType = r.stringVerify();
m.messageRequest = "allExtensionNumbersOfType";
continue;
}
case 7: {
if (u !== 2)
break;
m.listServices = r.stringVerify();
m.messageRequest = "listServices";
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ServerReflectionRequest;
});

$lazy(v1alpha, "ExtensionRequest", function() {

const ExtensionRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ExtensionRequest.prototype.containingType = "";
ExtensionRequest.prototype.extensionNumber = 0;

ExtensionRequest.create = function(properties) {
return new ExtensionRequest(properties);
};

ExtensionRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.containingType != null && $Object.hasOwnProperty.call(m, "containingType") && m.containingType !== "")
w.uint32(10).string(m.containingType);
if (m.extensionNumber != null && $Object.hasOwnProperty.call(m, "extensionNumber") && m.extensionNumber !== 0)
w.uint32(16).int32(m.extensionNumber);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ExtensionRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.grpc.reflection.v1alpha.ExtensionRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.containingType = v;
else
delete m.containingType;
continue;
}
case 2: {
if (u !== 0)
break;
if (v = r.int32())
m.extensionNumber = v;
else
delete m.extensionNumber;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ExtensionRequest;
});

$lazy(v1alpha, "ServerReflectionResponse", function() {

const ServerReflectionResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ServerReflectionResponse.prototype.validHost = "";
ServerReflectionResponse.prototype.originalRequest = null;
ServerReflectionResponse.prototype.fileDescriptorResponse = null;
ServerReflectionResponse.prototype.allExtensionNumbersResponse = null;
ServerReflectionResponse.prototype.listServicesResponse = null;
ServerReflectionResponse.prototype.errorResponse = null;

let $oneOfFields;

$Object.defineProperty(ServerReflectionResponse.prototype, "messageResponse", {
get: $util.oneOfGetter($oneOfFields = ["fileDescriptorResponse", "allExtensionNumbersResponse", "listServicesResponse", "errorResponse"]),
set: $util.oneOfSetter($oneOfFields)
});

ServerReflectionResponse.create = function(properties) {
return new ServerReflectionResponse(properties);
};

ServerReflectionResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.validHost != null && $Object.hasOwnProperty.call(m, "validHost") && m.validHost !== "")
w.uint32(10).string(m.validHost);
if (m.originalRequest != null && $Object.hasOwnProperty.call(m, "originalRequest"))
$root.grpc.reflection.v1alpha.ServerReflectionRequest.encode(m.originalRequest, w.uint32(18).fork(), q + 1).ldelim();
if (m.fileDescriptorResponse != null && $Object.hasOwnProperty.call(m, "fileDescriptorResponse"))
$root.grpc.reflection.v1alpha.FileDescriptorResponse.encode(m.fileDescriptorResponse, w.uint32(34).fork(), q + 1).ldelim();
if (m.allExtensionNumbersResponse != null && $Object.hasOwnProperty.call(m, "allExtensionNumbersResponse"))
$root.grpc.reflection.v1alpha.ExtensionNumberResponse.encode(m.allExtensionNumbersResponse, w.uint32(42).fork(), q + 1).ldelim();
if (m.listServicesResponse != null && $Object.hasOwnProperty.call(m, "listServicesResponse"))
$root.grpc.reflection.v1alpha.ListServiceResponse.encode(m.listServicesResponse, w.uint32(50).fork(), q + 1).ldelim();
if (m.errorResponse != null && $Object.hasOwnProperty.call(m, "errorResponse"))
$root.grpc.reflection.v1alpha.ErrorResponse.encode(m.errorResponse, w.uint32(58).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ServerReflectionResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.grpc.reflection.v1alpha.ServerReflectionResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.validHost = v;
else
delete m.validHost;
continue;
}
case 2: {
if (u !== 2)
break;
m.originalRequest = $root.grpc.reflection.v1alpha.ServerReflectionRequest.decode(r, r.size(), $undefined, q + 1, m.originalRequest);
continue;
}
case 4: {
if (u !== 2)
break;
m.fileDescriptorResponse = $root.grpc.reflection.v1alpha.FileDescriptorResponse.decode(r, r.size(), $undefined, q + 1, m.fileDescriptorResponse);
m.messageResponse = "fileDescriptorResponse";
continue;
}
case 5: {
if (u !== 2)
break;
m.allExtensionNumbersResponse = $root.grpc.reflection.v1alpha.ExtensionNumberResponse.decode(r, r.size(), $undefined, q + 1, m.allExtensionNumbersResponse);
m.messageResponse = "allExtensionNumbersResponse";
continue;
}
case 6: {
if (u !== 2)
break;
m.listServicesResponse = $root.grpc.reflection.v1alpha.ListServiceResponse.decode(r, r.size(), $undefined, q + 1, m.listServicesResponse);
m.messageResponse = "listServicesResponse";
continue;
}
case 7: {
if (u !== 2)
break;
m.errorResponse = $root.grpc.reflection.v1alpha.ErrorResponse.decode(r, r.size(), $undefined, q + 1, m.errorResponse);
m.messageResponse = "errorResponse";
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ServerReflectionResponse;
});

$lazy(v1alpha, "FileDescriptorResponse", function() {

const FileDescriptorResponse = function (p) {
this.fileDescriptorProto = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

FileDescriptorResponse.prototype.fileDescriptorProto = $util.emptyArray;

FileDescriptorResponse.create = function(properties) {
return new FileDescriptorResponse(properties);
};

FileDescriptorResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.fileDescriptorProto != null && m.fileDescriptorProto.length) {
for (var i = 0; i < m.fileDescriptorProto.length; ++i)
w.uint32(10).bytes(m.fileDescriptorProto[i]);
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

FileDescriptorResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.grpc.reflection.v1alpha.FileDescriptorResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if (!(m.fileDescriptorProto && m.fileDescriptorProto.length))
m.fileDescriptorProto = [];
m.fileDescriptorProto.push(r.bytes());
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return FileDescriptorResponse;
});

$lazy(v1alpha, "ExtensionNumberResponse", function() {

const ExtensionNumberResponse = function (p) {
this.extensionNumber = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ExtensionNumberResponse.prototype.baseTypeName = "";
ExtensionNumberResponse.prototype.extensionNumber = $util.emptyArray;

ExtensionNumberResponse.create = function(properties) {
return new ExtensionNumberResponse(properties);
};

ExtensionNumberResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.baseTypeName != null && $Object.hasOwnProperty.call(m, "baseTypeName") && m.baseTypeName !== "")
w.uint32(10).string(m.baseTypeName);
if (m.extensionNumber != null && m.extensionNumber.length) {
w.uint32(18).int32s(m.extensionNumber);
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ExtensionNumberResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.grpc.reflection.v1alpha.ExtensionNumberResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.baseTypeName = v;
else
delete m.baseTypeName;
continue;
}
case 2: {
if (u === 2) {
if (!(m.extensionNumber && m.extensionNumber.length))
m.extensionNumber = [];
r.int32s(m.extensionNumber);
continue;
}
if (u !== 0)
break;
if (!(m.extensionNumber && m.extensionNumber.length))
m.extensionNumber = [];
m.extensionNumber.push(r.int32());
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ExtensionNumberResponse;
});

$lazy(v1alpha, "ListServiceResponse", function() {

const ListServiceResponse = function (p) {
this.service = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ListServiceResponse.prototype.service = $util.emptyArray;

ListServiceResponse.create = function(properties) {
return new ListServiceResponse(properties);
};

ListServiceResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.service != null && m.service.length) {
for (var i = 0; i < m.service.length; ++i)
$root.grpc.reflection.v1alpha.ServiceResponse.encode(m.service[i], w.uint32(10).fork(), q + 1).ldelim();
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ListServiceResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.grpc.reflection.v1alpha.ListServiceResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if (!(m.service && m.service.length))
m.service = [];
m.service.push($root.grpc.reflection.v1alpha.ServiceResponse.decode(r, r.size(), $undefined, q + 1));
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ListServiceResponse;
});

$lazy(v1alpha, "ServiceResponse", function() {

const ServiceResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ServiceResponse.prototype.name = "";

ServiceResponse.create = function(properties) {
return new ServiceResponse(properties);
};

ServiceResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.name != null && $Object.hasOwnProperty.call(m, "name") && m.name !== "")
w.uint32(10).string(m.name);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ServiceResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.grpc.reflection.v1alpha.ServiceResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.name = v;
else
delete m.name;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ServiceResponse;
});

$lazy(v1alpha, "ErrorResponse", function() {

const ErrorResponse = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ErrorResponse.prototype.errorCode = 0;
ErrorResponse.prototype.errorMessage = "";

ErrorResponse.create = function(properties) {
return new ErrorResponse(properties);
};

ErrorResponse.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.errorCode != null && $Object.hasOwnProperty.call(m, "errorCode") && m.errorCode !== 0)
w.uint32(8).int32(m.errorCode);
if (m.errorMessage != null && $Object.hasOwnProperty.call(m, "errorMessage") && m.errorMessage !== "")
w.uint32(18).string(m.errorMessage);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ErrorResponse.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.grpc.reflection.v1alpha.ErrorResponse();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 0)
break;
if (v = r.int32())
m.errorCode = v;
else
delete m.errorCode;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.errorMessage = v;
else
delete m.errorMessage;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ErrorResponse;
});

return v1alpha;
});

return reflection;
});

return grpc;
})();

export const io = $root.io = (() => {

const io = {};

$lazy(io, "containerd", function() {

const containerd = {};

$lazy(containerd, "cgroups", function() {

const cgroups = {};

$lazy(cgroups, "v1", function() {

const v1 = {};

$lazy(v1, "Metrics", function() {

const Metrics = function (p) {
this.hugetlb = [];
this.network = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

Metrics.prototype.hugetlb = $util.emptyArray;
Metrics.prototype.pids = null;
Metrics.prototype.cpu = null;
Metrics.prototype.memory = null;
Metrics.prototype.blkio = null;
Metrics.prototype.rdma = null;
Metrics.prototype.network = $util.emptyArray;
Metrics.prototype.cgroupStats = null;
Metrics.prototype.memoryOomControl = null;

Metrics.create = function(properties) {
return new Metrics(properties);
};

Metrics.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.hugetlb != null && m.hugetlb.length) {
for (var i = 0; i < m.hugetlb.length; ++i)
$root.io.containerd.cgroups.v1.HugetlbStat.encode(m.hugetlb[i], w.uint32(10).fork(), q + 1).ldelim();
}
if (m.pids != null && $Object.hasOwnProperty.call(m, "pids"))
$root.io.containerd.cgroups.v1.PidsStat.encode(m.pids, w.uint32(18).fork(), q + 1).ldelim();
if (m.cpu != null && $Object.hasOwnProperty.call(m, "cpu"))
$root.io.containerd.cgroups.v1.CPUStat.encode(m.cpu, w.uint32(26).fork(), q + 1).ldelim();
if (m.memory != null && $Object.hasOwnProperty.call(m, "memory"))
$root.io.containerd.cgroups.v1.MemoryStat.encode(m.memory, w.uint32(34).fork(), q + 1).ldelim();
if (m.blkio != null && $Object.hasOwnProperty.call(m, "blkio"))
$root.io.containerd.cgroups.v1.BlkIOStat.encode(m.blkio, w.uint32(42).fork(), q + 1).ldelim();
if (m.rdma != null && $Object.hasOwnProperty.call(m, "rdma"))
$root.io.containerd.cgroups.v1.RdmaStat.encode(m.rdma, w.uint32(50).fork(), q + 1).ldelim();
if (m.network != null && m.network.length) {
for (var i = 0; i < m.network.length; ++i)
$root.io.containerd.cgroups.v1.NetworkStat.encode(m.network[i], w.uint32(58).fork(), q + 1).ldelim();
}
if (m.cgroupStats != null && $Object.hasOwnProperty.call(m, "cgroupStats"))
$root.io.containerd.cgroups.v1.CgroupStats.encode(m.cgroupStats, w.uint32(66).fork(), q + 1).ldelim();
if (m.memoryOomControl != null && $Object.hasOwnProperty.call(m, "memoryOomControl"))
$root.io.containerd.cgroups.v1.MemoryOomControl.encode(m.memoryOomControl, w.uint32(74).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

Metrics.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.io.containerd.cgroups.v1.Metrics();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if (!(m.hugetlb && m.hugetlb.length))
m.hugetlb = [];
m.hugetlb.push($root.io.containerd.cgroups.v1.HugetlbStat.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 2: {
if (u !== 2)
break;
m.pids = $root.io.containerd.cgroups.v1.PidsStat.decode(r, r.size(), $undefined, q + 1, m.pids);
continue;
}
case 3: {
if (u !== 2)
break;
m.cpu = $root.io.containerd.cgroups.v1.CPUStat.decode(r, r.size(), $undefined, q + 1, m.cpu);
continue;
}
case 4: {
if (u !== 2)
break;
m.memory = $root.io.containerd.cgroups.v1.MemoryStat.decode(r, r.size(), $undefined, q + 1, m.memory);
continue;
}
case 5: {
if (u !== 2)
break;
m.blkio = $root.io.containerd.cgroups.v1.BlkIOStat.decode(r, r.size(), $undefined, q + 1, m.blkio);
continue;
}
case 6: {
if (u !== 2)
break;
m.rdma = $root.io.containerd.cgroups.v1.RdmaStat.decode(r, r.size(), $undefined, q + 1, m.rdma);
continue;
}
case 7: {
if (u !== 2)
break;
if (!(m.network && m.network.length))
m.network = [];
m.network.push($root.io.containerd.cgroups.v1.NetworkStat.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 8: {
if (u !== 2)
break;
m.cgroupStats = $root.io.containerd.cgroups.v1.CgroupStats.decode(r, r.size(), $undefined, q + 1, m.cgroupStats);
continue;
}
case 9: {
if (u !== 2)
break;
m.memoryOomControl = $root.io.containerd.cgroups.v1.MemoryOomControl.decode(r, r.size(), $undefined, q + 1, m.memoryOomControl);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return Metrics;
});

$lazy(v1, "HugetlbStat", function() {

const HugetlbStat = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

HugetlbStat.prototype.usage = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
HugetlbStat.prototype.max = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
HugetlbStat.prototype.failcnt = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
HugetlbStat.prototype.pagesize = "";

HugetlbStat.create = function(properties) {
return new HugetlbStat(properties);
};

HugetlbStat.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.usage != null && $Object.hasOwnProperty.call(m, "usage") && (typeof m.usage === "object" ? m.usage.low || m.usage.high : m.usage !== 0))
w.uint32(8).uint64(m.usage);
if (m.max != null && $Object.hasOwnProperty.call(m, "max") && (typeof m.max === "object" ? m.max.low || m.max.high : m.max !== 0))
w.uint32(16).uint64(m.max);
if (m.failcnt != null && $Object.hasOwnProperty.call(m, "failcnt") && (typeof m.failcnt === "object" ? m.failcnt.low || m.failcnt.high : m.failcnt !== 0))
w.uint32(24).uint64(m.failcnt);
if (m.pagesize != null && $Object.hasOwnProperty.call(m, "pagesize") && m.pagesize !== "")
w.uint32(34).string(m.pagesize);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

HugetlbStat.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.io.containerd.cgroups.v1.HugetlbStat();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.usage = v;
else
delete m.usage;
continue;
}
case 2: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.max = v;
else
delete m.max;
continue;
}
case 3: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.failcnt = v;
else
delete m.failcnt;
continue;
}
case 4: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.pagesize = v;
else
delete m.pagesize;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return HugetlbStat;
});

$lazy(v1, "PidsStat", function() {

const PidsStat = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

PidsStat.prototype.current = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
PidsStat.prototype.limit = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

PidsStat.create = function(properties) {
return new PidsStat(properties);
};

PidsStat.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.current != null && $Object.hasOwnProperty.call(m, "current") && (typeof m.current === "object" ? m.current.low || m.current.high : m.current !== 0))
w.uint32(8).uint64(m.current);
if (m.limit != null && $Object.hasOwnProperty.call(m, "limit") && (typeof m.limit === "object" ? m.limit.low || m.limit.high : m.limit !== 0))
w.uint32(16).uint64(m.limit);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

PidsStat.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.io.containerd.cgroups.v1.PidsStat();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.current = v;
else
delete m.current;
continue;
}
case 2: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.limit = v;
else
delete m.limit;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return PidsStat;
});

$lazy(v1, "CPUStat", function() {

const CPUStat = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

CPUStat.prototype.usage = null;
CPUStat.prototype.throttling = null;

CPUStat.create = function(properties) {
return new CPUStat(properties);
};

CPUStat.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.usage != null && $Object.hasOwnProperty.call(m, "usage"))
$root.io.containerd.cgroups.v1.CPUUsage.encode(m.usage, w.uint32(10).fork(), q + 1).ldelim();
if (m.throttling != null && $Object.hasOwnProperty.call(m, "throttling"))
$root.io.containerd.cgroups.v1.Throttle.encode(m.throttling, w.uint32(18).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

CPUStat.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.io.containerd.cgroups.v1.CPUStat();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.usage = $root.io.containerd.cgroups.v1.CPUUsage.decode(r, r.size(), $undefined, q + 1, m.usage);
continue;
}
case 2: {
if (u !== 2)
break;
m.throttling = $root.io.containerd.cgroups.v1.Throttle.decode(r, r.size(), $undefined, q + 1, m.throttling);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return CPUStat;
});

$lazy(v1, "CPUUsage", function() {

const CPUUsage = function (p) {
this.perCpu = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

CPUUsage.prototype.total = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
CPUUsage.prototype.kernel = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
CPUUsage.prototype.user = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
CPUUsage.prototype.perCpu = $util.emptyArray;

CPUUsage.create = function(properties) {
return new CPUUsage(properties);
};

CPUUsage.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.total != null && $Object.hasOwnProperty.call(m, "total") && (typeof m.total === "object" ? m.total.low || m.total.high : m.total !== 0))
w.uint32(8).uint64(m.total);
if (m.kernel != null && $Object.hasOwnProperty.call(m, "kernel") && (typeof m.kernel === "object" ? m.kernel.low || m.kernel.high : m.kernel !== 0))
w.uint32(16).uint64(m.kernel);
if (m.user != null && $Object.hasOwnProperty.call(m, "user") && (typeof m.user === "object" ? m.user.low || m.user.high : m.user !== 0))
w.uint32(24).uint64(m.user);
if (m.perCpu != null && m.perCpu.length) {
w.uint32(34).uint64s(m.perCpu);
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

CPUUsage.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.io.containerd.cgroups.v1.CPUUsage();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.total = v;
else
delete m.total;
continue;
}
case 2: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.kernel = v;
else
delete m.kernel;
continue;
}
case 3: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.user = v;
else
delete m.user;
continue;
}
case 4: {
if (u === 2) {
if (!(m.perCpu && m.perCpu.length))
m.perCpu = [];
r.uint64s(m.perCpu);
continue;
}
if (u !== 0)
break;
if (!(m.perCpu && m.perCpu.length))
m.perCpu = [];
m.perCpu.push(r.uint64());
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return CPUUsage;
});

$lazy(v1, "Throttle", function() {

const Throttle = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

Throttle.prototype.periods = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
Throttle.prototype.throttledPeriods = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
Throttle.prototype.throttledTime = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

Throttle.create = function(properties) {
return new Throttle(properties);
};

Throttle.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.periods != null && $Object.hasOwnProperty.call(m, "periods") && (typeof m.periods === "object" ? m.periods.low || m.periods.high : m.periods !== 0))
w.uint32(8).uint64(m.periods);
if (m.throttledPeriods != null && $Object.hasOwnProperty.call(m, "throttledPeriods") && (typeof m.throttledPeriods === "object" ? m.throttledPeriods.low || m.throttledPeriods.high : m.throttledPeriods !== 0))
w.uint32(16).uint64(m.throttledPeriods);
if (m.throttledTime != null && $Object.hasOwnProperty.call(m, "throttledTime") && (typeof m.throttledTime === "object" ? m.throttledTime.low || m.throttledTime.high : m.throttledTime !== 0))
w.uint32(24).uint64(m.throttledTime);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

Throttle.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.io.containerd.cgroups.v1.Throttle();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.periods = v;
else
delete m.periods;
continue;
}
case 2: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.throttledPeriods = v;
else
delete m.throttledPeriods;
continue;
}
case 3: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.throttledTime = v;
else
delete m.throttledTime;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return Throttle;
});

$lazy(v1, "MemoryStat", function() {

const MemoryStat = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

MemoryStat.prototype.cache = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryStat.prototype.rss = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryStat.prototype.rssHuge = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryStat.prototype.mappedFile = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryStat.prototype.dirty = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryStat.prototype.writeback = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryStat.prototype.pgPgIn = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryStat.prototype.pgPgOut = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryStat.prototype.pgFault = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryStat.prototype.pgMajFault = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryStat.prototype.inactiveAnon = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryStat.prototype.activeAnon = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryStat.prototype.inactiveFile = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryStat.prototype.activeFile = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryStat.prototype.unevictable = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryStat.prototype.hierarchicalMemoryLimit = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryStat.prototype.hierarchicalSwapLimit = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryStat.prototype.totalCache = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryStat.prototype.totalRss = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryStat.prototype.totalRssHuge = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryStat.prototype.totalMappedFile = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryStat.prototype.totalDirty = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryStat.prototype.totalWriteback = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryStat.prototype.totalPgPgIn = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryStat.prototype.totalPgPgOut = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryStat.prototype.totalPgFault = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryStat.prototype.totalPgMajFault = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryStat.prototype.totalInactiveAnon = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryStat.prototype.totalActiveAnon = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryStat.prototype.totalInactiveFile = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryStat.prototype.totalActiveFile = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryStat.prototype.totalUnevictable = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryStat.prototype.usage = null;
MemoryStat.prototype.swap = null;
MemoryStat.prototype.kernel = null;
MemoryStat.prototype.kernelTcp = null;

MemoryStat.create = function(properties) {
return new MemoryStat(properties);
};

MemoryStat.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.cache != null && $Object.hasOwnProperty.call(m, "cache") && (typeof m.cache === "object" ? m.cache.low || m.cache.high : m.cache !== 0))
w.uint32(8).uint64(m.cache);
if (m.rss != null && $Object.hasOwnProperty.call(m, "rss") && (typeof m.rss === "object" ? m.rss.low || m.rss.high : m.rss !== 0))
w.uint32(16).uint64(m.rss);
if (m.rssHuge != null && $Object.hasOwnProperty.call(m, "rssHuge") && (typeof m.rssHuge === "object" ? m.rssHuge.low || m.rssHuge.high : m.rssHuge !== 0))
w.uint32(24).uint64(m.rssHuge);
if (m.mappedFile != null && $Object.hasOwnProperty.call(m, "mappedFile") && (typeof m.mappedFile === "object" ? m.mappedFile.low || m.mappedFile.high : m.mappedFile !== 0))
w.uint32(32).uint64(m.mappedFile);
if (m.dirty != null && $Object.hasOwnProperty.call(m, "dirty") && (typeof m.dirty === "object" ? m.dirty.low || m.dirty.high : m.dirty !== 0))
w.uint32(40).uint64(m.dirty);
if (m.writeback != null && $Object.hasOwnProperty.call(m, "writeback") && (typeof m.writeback === "object" ? m.writeback.low || m.writeback.high : m.writeback !== 0))
w.uint32(48).uint64(m.writeback);
if (m.pgPgIn != null && $Object.hasOwnProperty.call(m, "pgPgIn") && (typeof m.pgPgIn === "object" ? m.pgPgIn.low || m.pgPgIn.high : m.pgPgIn !== 0))
w.uint32(56).uint64(m.pgPgIn);
if (m.pgPgOut != null && $Object.hasOwnProperty.call(m, "pgPgOut") && (typeof m.pgPgOut === "object" ? m.pgPgOut.low || m.pgPgOut.high : m.pgPgOut !== 0))
w.uint32(64).uint64(m.pgPgOut);
if (m.pgFault != null && $Object.hasOwnProperty.call(m, "pgFault") && (typeof m.pgFault === "object" ? m.pgFault.low || m.pgFault.high : m.pgFault !== 0))
w.uint32(72).uint64(m.pgFault);
if (m.pgMajFault != null && $Object.hasOwnProperty.call(m, "pgMajFault") && (typeof m.pgMajFault === "object" ? m.pgMajFault.low || m.pgMajFault.high : m.pgMajFault !== 0))
w.uint32(80).uint64(m.pgMajFault);
if (m.inactiveAnon != null && $Object.hasOwnProperty.call(m, "inactiveAnon") && (typeof m.inactiveAnon === "object" ? m.inactiveAnon.low || m.inactiveAnon.high : m.inactiveAnon !== 0))
w.uint32(88).uint64(m.inactiveAnon);
if (m.activeAnon != null && $Object.hasOwnProperty.call(m, "activeAnon") && (typeof m.activeAnon === "object" ? m.activeAnon.low || m.activeAnon.high : m.activeAnon !== 0))
w.uint32(96).uint64(m.activeAnon);
if (m.inactiveFile != null && $Object.hasOwnProperty.call(m, "inactiveFile") && (typeof m.inactiveFile === "object" ? m.inactiveFile.low || m.inactiveFile.high : m.inactiveFile !== 0))
w.uint32(104).uint64(m.inactiveFile);
if (m.activeFile != null && $Object.hasOwnProperty.call(m, "activeFile") && (typeof m.activeFile === "object" ? m.activeFile.low || m.activeFile.high : m.activeFile !== 0))
w.uint32(112).uint64(m.activeFile);
if (m.unevictable != null && $Object.hasOwnProperty.call(m, "unevictable") && (typeof m.unevictable === "object" ? m.unevictable.low || m.unevictable.high : m.unevictable !== 0))
w.uint32(120).uint64(m.unevictable);
if (m.hierarchicalMemoryLimit != null && $Object.hasOwnProperty.call(m, "hierarchicalMemoryLimit") && (typeof m.hierarchicalMemoryLimit === "object" ? m.hierarchicalMemoryLimit.low || m.hierarchicalMemoryLimit.high : m.hierarchicalMemoryLimit !== 0))
w.uint32(128).uint64(m.hierarchicalMemoryLimit);
if (m.hierarchicalSwapLimit != null && $Object.hasOwnProperty.call(m, "hierarchicalSwapLimit") && (typeof m.hierarchicalSwapLimit === "object" ? m.hierarchicalSwapLimit.low || m.hierarchicalSwapLimit.high : m.hierarchicalSwapLimit !== 0))
w.uint32(136).uint64(m.hierarchicalSwapLimit);
if (m.totalCache != null && $Object.hasOwnProperty.call(m, "totalCache") && (typeof m.totalCache === "object" ? m.totalCache.low || m.totalCache.high : m.totalCache !== 0))
w.uint32(144).uint64(m.totalCache);
if (m.totalRss != null && $Object.hasOwnProperty.call(m, "totalRss") && (typeof m.totalRss === "object" ? m.totalRss.low || m.totalRss.high : m.totalRss !== 0))
w.uint32(152).uint64(m.totalRss);
if (m.totalRssHuge != null && $Object.hasOwnProperty.call(m, "totalRssHuge") && (typeof m.totalRssHuge === "object" ? m.totalRssHuge.low || m.totalRssHuge.high : m.totalRssHuge !== 0))
w.uint32(160).uint64(m.totalRssHuge);
if (m.totalMappedFile != null && $Object.hasOwnProperty.call(m, "totalMappedFile") && (typeof m.totalMappedFile === "object" ? m.totalMappedFile.low || m.totalMappedFile.high : m.totalMappedFile !== 0))
w.uint32(168).uint64(m.totalMappedFile);
if (m.totalDirty != null && $Object.hasOwnProperty.call(m, "totalDirty") && (typeof m.totalDirty === "object" ? m.totalDirty.low || m.totalDirty.high : m.totalDirty !== 0))
w.uint32(176).uint64(m.totalDirty);
if (m.totalWriteback != null && $Object.hasOwnProperty.call(m, "totalWriteback") && (typeof m.totalWriteback === "object" ? m.totalWriteback.low || m.totalWriteback.high : m.totalWriteback !== 0))
w.uint32(184).uint64(m.totalWriteback);
if (m.totalPgPgIn != null && $Object.hasOwnProperty.call(m, "totalPgPgIn") && (typeof m.totalPgPgIn === "object" ? m.totalPgPgIn.low || m.totalPgPgIn.high : m.totalPgPgIn !== 0))
w.uint32(192).uint64(m.totalPgPgIn);
if (m.totalPgPgOut != null && $Object.hasOwnProperty.call(m, "totalPgPgOut") && (typeof m.totalPgPgOut === "object" ? m.totalPgPgOut.low || m.totalPgPgOut.high : m.totalPgPgOut !== 0))
w.uint32(200).uint64(m.totalPgPgOut);
if (m.totalPgFault != null && $Object.hasOwnProperty.call(m, "totalPgFault") && (typeof m.totalPgFault === "object" ? m.totalPgFault.low || m.totalPgFault.high : m.totalPgFault !== 0))
w.uint32(208).uint64(m.totalPgFault);
if (m.totalPgMajFault != null && $Object.hasOwnProperty.call(m, "totalPgMajFault") && (typeof m.totalPgMajFault === "object" ? m.totalPgMajFault.low || m.totalPgMajFault.high : m.totalPgMajFault !== 0))
w.uint32(216).uint64(m.totalPgMajFault);
if (m.totalInactiveAnon != null && $Object.hasOwnProperty.call(m, "totalInactiveAnon") && (typeof m.totalInactiveAnon === "object" ? m.totalInactiveAnon.low || m.totalInactiveAnon.high : m.totalInactiveAnon !== 0))
w.uint32(224).uint64(m.totalInactiveAnon);
if (m.totalActiveAnon != null && $Object.hasOwnProperty.call(m, "totalActiveAnon") && (typeof m.totalActiveAnon === "object" ? m.totalActiveAnon.low || m.totalActiveAnon.high : m.totalActiveAnon !== 0))
w.uint32(232).uint64(m.totalActiveAnon);
if (m.totalInactiveFile != null && $Object.hasOwnProperty.call(m, "totalInactiveFile") && (typeof m.totalInactiveFile === "object" ? m.totalInactiveFile.low || m.totalInactiveFile.high : m.totalInactiveFile !== 0))
w.uint32(240).uint64(m.totalInactiveFile);
if (m.totalActiveFile != null && $Object.hasOwnProperty.call(m, "totalActiveFile") && (typeof m.totalActiveFile === "object" ? m.totalActiveFile.low || m.totalActiveFile.high : m.totalActiveFile !== 0))
w.uint32(248).uint64(m.totalActiveFile);
if (m.totalUnevictable != null && $Object.hasOwnProperty.call(m, "totalUnevictable") && (typeof m.totalUnevictable === "object" ? m.totalUnevictable.low || m.totalUnevictable.high : m.totalUnevictable !== 0))
w.uint32(256).uint64(m.totalUnevictable);
if (m.usage != null && $Object.hasOwnProperty.call(m, "usage"))
$root.io.containerd.cgroups.v1.MemoryEntry.encode(m.usage, w.uint32(266).fork(), q + 1).ldelim();
if (m.swap != null && $Object.hasOwnProperty.call(m, "swap"))
$root.io.containerd.cgroups.v1.MemoryEntry.encode(m.swap, w.uint32(274).fork(), q + 1).ldelim();
if (m.kernel != null && $Object.hasOwnProperty.call(m, "kernel"))
$root.io.containerd.cgroups.v1.MemoryEntry.encode(m.kernel, w.uint32(282).fork(), q + 1).ldelim();
if (m.kernelTcp != null && $Object.hasOwnProperty.call(m, "kernelTcp"))
$root.io.containerd.cgroups.v1.MemoryEntry.encode(m.kernelTcp, w.uint32(290).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

MemoryStat.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.io.containerd.cgroups.v1.MemoryStat();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.cache = v;
else
delete m.cache;
continue;
}
case 2: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.rss = v;
else
delete m.rss;
continue;
}
case 3: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.rssHuge = v;
else
delete m.rssHuge;
continue;
}
case 4: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.mappedFile = v;
else
delete m.mappedFile;
continue;
}
case 5: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.dirty = v;
else
delete m.dirty;
continue;
}
case 6: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.writeback = v;
else
delete m.writeback;
continue;
}
case 7: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.pgPgIn = v;
else
delete m.pgPgIn;
continue;
}
case 8: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.pgPgOut = v;
else
delete m.pgPgOut;
continue;
}
case 9: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.pgFault = v;
else
delete m.pgFault;
continue;
}
case 10: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.pgMajFault = v;
else
delete m.pgMajFault;
continue;
}
case 11: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.inactiveAnon = v;
else
delete m.inactiveAnon;
continue;
}
case 12: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.activeAnon = v;
else
delete m.activeAnon;
continue;
}
case 13: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.inactiveFile = v;
else
delete m.inactiveFile;
continue;
}
case 14: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.activeFile = v;
else
delete m.activeFile;
continue;
}
case 15: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.unevictable = v;
else
delete m.unevictable;
continue;
}
case 16: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.hierarchicalMemoryLimit = v;
else
delete m.hierarchicalMemoryLimit;
continue;
}
case 17: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.hierarchicalSwapLimit = v;
else
delete m.hierarchicalSwapLimit;
continue;
}
case 18: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.totalCache = v;
else
delete m.totalCache;
continue;
}
case 19: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.totalRss = v;
else
delete m.totalRss;
continue;
}
case 20: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.totalRssHuge = v;
else
delete m.totalRssHuge;
continue;
}
case 21: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.totalMappedFile = v;
else
delete m.totalMappedFile;
continue;
}
case 22: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.totalDirty = v;
else
delete m.totalDirty;
continue;
}
case 23: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.totalWriteback = v;
else
delete m.totalWriteback;
continue;
}
case 24: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.totalPgPgIn = v;
else
delete m.totalPgPgIn;
continue;
}
case 25: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.totalPgPgOut = v;
else
delete m.totalPgPgOut;
continue;
}
case 26: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.totalPgFault = v;
else
delete m.totalPgFault;
continue;
}
case 27: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.totalPgMajFault = v;
else
delete m.totalPgMajFault;
continue;
}
case 28: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.totalInactiveAnon = v;
else
delete m.totalInactiveAnon;
continue;
}
case 29: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.totalActiveAnon = v;
else
delete m.totalActiveAnon;
continue;
}
case 30: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.totalInactiveFile = v;
else
delete m.totalInactiveFile;
continue;
}
case 31: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.totalActiveFile = v;
else
delete m.totalActiveFile;
continue;
}
case 32: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.totalUnevictable = v;
else
delete m.totalUnevictable;
continue;
}
case 33: {
if (u !== 2)
break;
m.usage = $root.io.containerd.cgroups.v1.MemoryEntry.decode(r, r.size(), $undefined, q + 1, m.usage);
continue;
}
case 34: {
if (u !== 2)
break;
m.swap = $root.io.containerd.cgroups.v1.MemoryEntry.decode(r, r.size(), $undefined, q + 1, m.swap);
continue;
}
case 35: {
if (u !== 2)
break;
m.kernel = $root.io.containerd.cgroups.v1.MemoryEntry.decode(r, r.size(), $undefined, q + 1, m.kernel);
continue;
}
case 36: {
if (u !== 2)
break;
m.kernelTcp = $root.io.containerd.cgroups.v1.MemoryEntry.decode(r, r.size(), $undefined, q + 1, m.kernelTcp);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return MemoryStat;
});

$lazy(v1, "MemoryEntry", function() {

const MemoryEntry = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

MemoryEntry.prototype.limit = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryEntry.prototype.usage = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryEntry.prototype.max = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryEntry.prototype.failcnt = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

MemoryEntry.create = function(properties) {
return new MemoryEntry(properties);
};

MemoryEntry.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.limit != null && $Object.hasOwnProperty.call(m, "limit") && (typeof m.limit === "object" ? m.limit.low || m.limit.high : m.limit !== 0))
w.uint32(8).uint64(m.limit);
if (m.usage != null && $Object.hasOwnProperty.call(m, "usage") && (typeof m.usage === "object" ? m.usage.low || m.usage.high : m.usage !== 0))
w.uint32(16).uint64(m.usage);
if (m.max != null && $Object.hasOwnProperty.call(m, "max") && (typeof m.max === "object" ? m.max.low || m.max.high : m.max !== 0))
w.uint32(24).uint64(m.max);
if (m.failcnt != null && $Object.hasOwnProperty.call(m, "failcnt") && (typeof m.failcnt === "object" ? m.failcnt.low || m.failcnt.high : m.failcnt !== 0))
w.uint32(32).uint64(m.failcnt);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

MemoryEntry.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.io.containerd.cgroups.v1.MemoryEntry();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.limit = v;
else
delete m.limit;
continue;
}
case 2: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.usage = v;
else
delete m.usage;
continue;
}
case 3: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.max = v;
else
delete m.max;
continue;
}
case 4: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.failcnt = v;
else
delete m.failcnt;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return MemoryEntry;
});

$lazy(v1, "MemoryOomControl", function() {

const MemoryOomControl = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

MemoryOomControl.prototype.oomKillDisable = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryOomControl.prototype.underOom = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryOomControl.prototype.oomKill = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

MemoryOomControl.create = function(properties) {
return new MemoryOomControl(properties);
};

MemoryOomControl.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.oomKillDisable != null && $Object.hasOwnProperty.call(m, "oomKillDisable") && (typeof m.oomKillDisable === "object" ? m.oomKillDisable.low || m.oomKillDisable.high : m.oomKillDisable !== 0))
w.uint32(8).uint64(m.oomKillDisable);
if (m.underOom != null && $Object.hasOwnProperty.call(m, "underOom") && (typeof m.underOom === "object" ? m.underOom.low || m.underOom.high : m.underOom !== 0))
w.uint32(16).uint64(m.underOom);
if (m.oomKill != null && $Object.hasOwnProperty.call(m, "oomKill") && (typeof m.oomKill === "object" ? m.oomKill.low || m.oomKill.high : m.oomKill !== 0))
w.uint32(24).uint64(m.oomKill);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

MemoryOomControl.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.io.containerd.cgroups.v1.MemoryOomControl();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.oomKillDisable = v;
else
delete m.oomKillDisable;
continue;
}
case 2: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.underOom = v;
else
delete m.underOom;
continue;
}
case 3: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.oomKill = v;
else
delete m.oomKill;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return MemoryOomControl;
});

$lazy(v1, "BlkIOStat", function() {

const BlkIOStat = function (p) {
this.ioServiceBytesRecursive = [];
this.ioServicedRecursive = [];
this.ioQueuedRecursive = [];
this.ioServiceTimeRecursive = [];
this.ioWaitTimeRecursive = [];
this.ioMergedRecursive = [];
this.ioTimeRecursive = [];
this.sectorsRecursive = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

BlkIOStat.prototype.ioServiceBytesRecursive = $util.emptyArray;
BlkIOStat.prototype.ioServicedRecursive = $util.emptyArray;
BlkIOStat.prototype.ioQueuedRecursive = $util.emptyArray;
BlkIOStat.prototype.ioServiceTimeRecursive = $util.emptyArray;
BlkIOStat.prototype.ioWaitTimeRecursive = $util.emptyArray;
BlkIOStat.prototype.ioMergedRecursive = $util.emptyArray;
BlkIOStat.prototype.ioTimeRecursive = $util.emptyArray;
BlkIOStat.prototype.sectorsRecursive = $util.emptyArray;

BlkIOStat.create = function(properties) {
return new BlkIOStat(properties);
};

BlkIOStat.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.ioServiceBytesRecursive != null && m.ioServiceBytesRecursive.length) {
for (var i = 0; i < m.ioServiceBytesRecursive.length; ++i)
$root.io.containerd.cgroups.v1.BlkIOEntry.encode(m.ioServiceBytesRecursive[i], w.uint32(10).fork(), q + 1).ldelim();
}
if (m.ioServicedRecursive != null && m.ioServicedRecursive.length) {
for (var i = 0; i < m.ioServicedRecursive.length; ++i)
$root.io.containerd.cgroups.v1.BlkIOEntry.encode(m.ioServicedRecursive[i], w.uint32(18).fork(), q + 1).ldelim();
}
if (m.ioQueuedRecursive != null && m.ioQueuedRecursive.length) {
for (var i = 0; i < m.ioQueuedRecursive.length; ++i)
$root.io.containerd.cgroups.v1.BlkIOEntry.encode(m.ioQueuedRecursive[i], w.uint32(26).fork(), q + 1).ldelim();
}
if (m.ioServiceTimeRecursive != null && m.ioServiceTimeRecursive.length) {
for (var i = 0; i < m.ioServiceTimeRecursive.length; ++i)
$root.io.containerd.cgroups.v1.BlkIOEntry.encode(m.ioServiceTimeRecursive[i], w.uint32(34).fork(), q + 1).ldelim();
}
if (m.ioWaitTimeRecursive != null && m.ioWaitTimeRecursive.length) {
for (var i = 0; i < m.ioWaitTimeRecursive.length; ++i)
$root.io.containerd.cgroups.v1.BlkIOEntry.encode(m.ioWaitTimeRecursive[i], w.uint32(42).fork(), q + 1).ldelim();
}
if (m.ioMergedRecursive != null && m.ioMergedRecursive.length) {
for (var i = 0; i < m.ioMergedRecursive.length; ++i)
$root.io.containerd.cgroups.v1.BlkIOEntry.encode(m.ioMergedRecursive[i], w.uint32(50).fork(), q + 1).ldelim();
}
if (m.ioTimeRecursive != null && m.ioTimeRecursive.length) {
for (var i = 0; i < m.ioTimeRecursive.length; ++i)
$root.io.containerd.cgroups.v1.BlkIOEntry.encode(m.ioTimeRecursive[i], w.uint32(58).fork(), q + 1).ldelim();
}
if (m.sectorsRecursive != null && m.sectorsRecursive.length) {
for (var i = 0; i < m.sectorsRecursive.length; ++i)
$root.io.containerd.cgroups.v1.BlkIOEntry.encode(m.sectorsRecursive[i], w.uint32(66).fork(), q + 1).ldelim();
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

BlkIOStat.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.io.containerd.cgroups.v1.BlkIOStat();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if (!(m.ioServiceBytesRecursive && m.ioServiceBytesRecursive.length))
m.ioServiceBytesRecursive = [];
m.ioServiceBytesRecursive.push($root.io.containerd.cgroups.v1.BlkIOEntry.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 2: {
if (u !== 2)
break;
if (!(m.ioServicedRecursive && m.ioServicedRecursive.length))
m.ioServicedRecursive = [];
m.ioServicedRecursive.push($root.io.containerd.cgroups.v1.BlkIOEntry.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 3: {
if (u !== 2)
break;
if (!(m.ioQueuedRecursive && m.ioQueuedRecursive.length))
m.ioQueuedRecursive = [];
m.ioQueuedRecursive.push($root.io.containerd.cgroups.v1.BlkIOEntry.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 4: {
if (u !== 2)
break;
if (!(m.ioServiceTimeRecursive && m.ioServiceTimeRecursive.length))
m.ioServiceTimeRecursive = [];
m.ioServiceTimeRecursive.push($root.io.containerd.cgroups.v1.BlkIOEntry.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 5: {
if (u !== 2)
break;
if (!(m.ioWaitTimeRecursive && m.ioWaitTimeRecursive.length))
m.ioWaitTimeRecursive = [];
m.ioWaitTimeRecursive.push($root.io.containerd.cgroups.v1.BlkIOEntry.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 6: {
if (u !== 2)
break;
if (!(m.ioMergedRecursive && m.ioMergedRecursive.length))
m.ioMergedRecursive = [];
m.ioMergedRecursive.push($root.io.containerd.cgroups.v1.BlkIOEntry.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 7: {
if (u !== 2)
break;
if (!(m.ioTimeRecursive && m.ioTimeRecursive.length))
m.ioTimeRecursive = [];
m.ioTimeRecursive.push($root.io.containerd.cgroups.v1.BlkIOEntry.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 8: {
if (u !== 2)
break;
if (!(m.sectorsRecursive && m.sectorsRecursive.length))
m.sectorsRecursive = [];
m.sectorsRecursive.push($root.io.containerd.cgroups.v1.BlkIOEntry.decode(r, r.size(), $undefined, q + 1));
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return BlkIOStat;
});

$lazy(v1, "BlkIOEntry", function() {

const BlkIOEntry = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

BlkIOEntry.prototype.op = "";
BlkIOEntry.prototype.device = "";
BlkIOEntry.prototype.major = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
BlkIOEntry.prototype.minor = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
BlkIOEntry.prototype.value = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

BlkIOEntry.create = function(properties) {
return new BlkIOEntry(properties);
};

BlkIOEntry.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.op != null && $Object.hasOwnProperty.call(m, "op") && m.op !== "")
w.uint32(10).string(m.op);
if (m.device != null && $Object.hasOwnProperty.call(m, "device") && m.device !== "")
w.uint32(18).string(m.device);
if (m.major != null && $Object.hasOwnProperty.call(m, "major") && (typeof m.major === "object" ? m.major.low || m.major.high : m.major !== 0))
w.uint32(24).uint64(m.major);
if (m.minor != null && $Object.hasOwnProperty.call(m, "minor") && (typeof m.minor === "object" ? m.minor.low || m.minor.high : m.minor !== 0))
w.uint32(32).uint64(m.minor);
if (m.value != null && $Object.hasOwnProperty.call(m, "value") && (typeof m.value === "object" ? m.value.low || m.value.high : m.value !== 0))
w.uint32(40).uint64(m.value);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

BlkIOEntry.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.io.containerd.cgroups.v1.BlkIOEntry();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.op = v;
else
delete m.op;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.device = v;
else
delete m.device;
continue;
}
case 3: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.major = v;
else
delete m.major;
continue;
}
case 4: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.minor = v;
else
delete m.minor;
continue;
}
case 5: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.value = v;
else
delete m.value;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return BlkIOEntry;
});

$lazy(v1, "RdmaStat", function() {

const RdmaStat = function (p) {
this.current = [];
this.limit = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

RdmaStat.prototype.current = $util.emptyArray;
RdmaStat.prototype.limit = $util.emptyArray;

RdmaStat.create = function(properties) {
return new RdmaStat(properties);
};

RdmaStat.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.current != null && m.current.length) {
for (var i = 0; i < m.current.length; ++i)
$root.io.containerd.cgroups.v1.RdmaEntry.encode(m.current[i], w.uint32(10).fork(), q + 1).ldelim();
}
if (m.limit != null && m.limit.length) {
for (var i = 0; i < m.limit.length; ++i)
$root.io.containerd.cgroups.v1.RdmaEntry.encode(m.limit[i], w.uint32(18).fork(), q + 1).ldelim();
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

RdmaStat.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.io.containerd.cgroups.v1.RdmaStat();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if (!(m.current && m.current.length))
m.current = [];
m.current.push($root.io.containerd.cgroups.v1.RdmaEntry.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 2: {
if (u !== 2)
break;
if (!(m.limit && m.limit.length))
m.limit = [];
m.limit.push($root.io.containerd.cgroups.v1.RdmaEntry.decode(r, r.size(), $undefined, q + 1));
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return RdmaStat;
});

$lazy(v1, "RdmaEntry", function() {

const RdmaEntry = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

RdmaEntry.prototype.device = "";
RdmaEntry.prototype.hcaHandles = 0;
RdmaEntry.prototype.hcaObjects = 0;

RdmaEntry.create = function(properties) {
return new RdmaEntry(properties);
};

RdmaEntry.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.device != null && $Object.hasOwnProperty.call(m, "device") && m.device !== "")
w.uint32(10).string(m.device);
if (m.hcaHandles != null && $Object.hasOwnProperty.call(m, "hcaHandles") && m.hcaHandles !== 0)
w.uint32(16).uint32(m.hcaHandles);
if (m.hcaObjects != null && $Object.hasOwnProperty.call(m, "hcaObjects") && m.hcaObjects !== 0)
w.uint32(24).uint32(m.hcaObjects);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

RdmaEntry.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.io.containerd.cgroups.v1.RdmaEntry();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.device = v;
else
delete m.device;
continue;
}
case 2: {
if (u !== 0)
break;
if (v = r.uint32())
m.hcaHandles = v;
else
delete m.hcaHandles;
continue;
}
case 3: {
if (u !== 0)
break;
if (v = r.uint32())
m.hcaObjects = v;
else
delete m.hcaObjects;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return RdmaEntry;
});

$lazy(v1, "NetworkStat", function() {

const NetworkStat = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

NetworkStat.prototype.name = "";
NetworkStat.prototype.rxBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
NetworkStat.prototype.rxPackets = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
NetworkStat.prototype.rxErrors = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
NetworkStat.prototype.rxDropped = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
NetworkStat.prototype.txBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
NetworkStat.prototype.txPackets = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
NetworkStat.prototype.txErrors = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
NetworkStat.prototype.txDropped = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

NetworkStat.create = function(properties) {
return new NetworkStat(properties);
};

NetworkStat.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.name != null && $Object.hasOwnProperty.call(m, "name") && m.name !== "")
w.uint32(10).string(m.name);
if (m.rxBytes != null && $Object.hasOwnProperty.call(m, "rxBytes") && (typeof m.rxBytes === "object" ? m.rxBytes.low || m.rxBytes.high : m.rxBytes !== 0))
w.uint32(16).uint64(m.rxBytes);
if (m.rxPackets != null && $Object.hasOwnProperty.call(m, "rxPackets") && (typeof m.rxPackets === "object" ? m.rxPackets.low || m.rxPackets.high : m.rxPackets !== 0))
w.uint32(24).uint64(m.rxPackets);
if (m.rxErrors != null && $Object.hasOwnProperty.call(m, "rxErrors") && (typeof m.rxErrors === "object" ? m.rxErrors.low || m.rxErrors.high : m.rxErrors !== 0))
w.uint32(32).uint64(m.rxErrors);
if (m.rxDropped != null && $Object.hasOwnProperty.call(m, "rxDropped") && (typeof m.rxDropped === "object" ? m.rxDropped.low || m.rxDropped.high : m.rxDropped !== 0))
w.uint32(40).uint64(m.rxDropped);
if (m.txBytes != null && $Object.hasOwnProperty.call(m, "txBytes") && (typeof m.txBytes === "object" ? m.txBytes.low || m.txBytes.high : m.txBytes !== 0))
w.uint32(48).uint64(m.txBytes);
if (m.txPackets != null && $Object.hasOwnProperty.call(m, "txPackets") && (typeof m.txPackets === "object" ? m.txPackets.low || m.txPackets.high : m.txPackets !== 0))
w.uint32(56).uint64(m.txPackets);
if (m.txErrors != null && $Object.hasOwnProperty.call(m, "txErrors") && (typeof m.txErrors === "object" ? m.txErrors.low || m.txErrors.high : m.txErrors !== 0))
w.uint32(64).uint64(m.txErrors);
if (m.txDropped != null && $Object.hasOwnProperty.call(m, "txDropped") && (typeof m.txDropped === "object" ? m.txDropped.low || m.txDropped.high : m.txDropped !== 0))
w.uint32(72).uint64(m.txDropped);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

NetworkStat.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.io.containerd.cgroups.v1.NetworkStat();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.name = v;
else
delete m.name;
continue;
}
case 2: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.rxBytes = v;
else
delete m.rxBytes;
continue;
}
case 3: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.rxPackets = v;
else
delete m.rxPackets;
continue;
}
case 4: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.rxErrors = v;
else
delete m.rxErrors;
continue;
}
case 5: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.rxDropped = v;
else
delete m.rxDropped;
continue;
}
case 6: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.txBytes = v;
else
delete m.txBytes;
continue;
}
case 7: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.txPackets = v;
else
delete m.txPackets;
continue;
}
case 8: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.txErrors = v;
else
delete m.txErrors;
continue;
}
case 9: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.txDropped = v;
else
delete m.txDropped;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return NetworkStat;
});

$lazy(v1, "CgroupStats", function() {

const CgroupStats = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

CgroupStats.prototype.nrSleeping = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
CgroupStats.prototype.nrRunning = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
CgroupStats.prototype.nrStopped = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
CgroupStats.prototype.nrUninterruptible = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
CgroupStats.prototype.nrIoWait = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

CgroupStats.create = function(properties) {
return new CgroupStats(properties);
};

CgroupStats.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.nrSleeping != null && $Object.hasOwnProperty.call(m, "nrSleeping") && (typeof m.nrSleeping === "object" ? m.nrSleeping.low || m.nrSleeping.high : m.nrSleeping !== 0))
w.uint32(8).uint64(m.nrSleeping);
if (m.nrRunning != null && $Object.hasOwnProperty.call(m, "nrRunning") && (typeof m.nrRunning === "object" ? m.nrRunning.low || m.nrRunning.high : m.nrRunning !== 0))
w.uint32(16).uint64(m.nrRunning);
if (m.nrStopped != null && $Object.hasOwnProperty.call(m, "nrStopped") && (typeof m.nrStopped === "object" ? m.nrStopped.low || m.nrStopped.high : m.nrStopped !== 0))
w.uint32(24).uint64(m.nrStopped);
if (m.nrUninterruptible != null && $Object.hasOwnProperty.call(m, "nrUninterruptible") && (typeof m.nrUninterruptible === "object" ? m.nrUninterruptible.low || m.nrUninterruptible.high : m.nrUninterruptible !== 0))
w.uint32(32).uint64(m.nrUninterruptible);
if (m.nrIoWait != null && $Object.hasOwnProperty.call(m, "nrIoWait") && (typeof m.nrIoWait === "object" ? m.nrIoWait.low || m.nrIoWait.high : m.nrIoWait !== 0))
w.uint32(40).uint64(m.nrIoWait);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

CgroupStats.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.io.containerd.cgroups.v1.CgroupStats();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.nrSleeping = v;
else
delete m.nrSleeping;
continue;
}
case 2: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.nrRunning = v;
else
delete m.nrRunning;
continue;
}
case 3: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.nrStopped = v;
else
delete m.nrStopped;
continue;
}
case 4: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.nrUninterruptible = v;
else
delete m.nrUninterruptible;
continue;
}
case 5: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.nrIoWait = v;
else
delete m.nrIoWait;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return CgroupStats;
});

return v1;
});

$lazy(cgroups, "v2", function() {

const v2 = {};

$lazy(v2, "Metrics", function() {

const Metrics = function (p) {
this.hugetlb = [];
this.network = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

Metrics.prototype.pids = null;
Metrics.prototype.cpu = null;
Metrics.prototype.memory = null;
Metrics.prototype.rdma = null;
Metrics.prototype.io = null;
Metrics.prototype.hugetlb = $util.emptyArray;
Metrics.prototype.memoryEvents = null;
Metrics.prototype.network = $util.emptyArray;

Metrics.create = function(properties) {
return new Metrics(properties);
};

Metrics.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.pids != null && $Object.hasOwnProperty.call(m, "pids"))
$root.io.containerd.cgroups.v2.PidsStat.encode(m.pids, w.uint32(10).fork(), q + 1).ldelim();
if (m.cpu != null && $Object.hasOwnProperty.call(m, "cpu"))
$root.io.containerd.cgroups.v2.CPUStat.encode(m.cpu, w.uint32(18).fork(), q + 1).ldelim();
if (m.memory != null && $Object.hasOwnProperty.call(m, "memory"))
$root.io.containerd.cgroups.v2.MemoryStat.encode(m.memory, w.uint32(34).fork(), q + 1).ldelim();
if (m.rdma != null && $Object.hasOwnProperty.call(m, "rdma"))
$root.io.containerd.cgroups.v2.RdmaStat.encode(m.rdma, w.uint32(42).fork(), q + 1).ldelim();
if (m.io != null && $Object.hasOwnProperty.call(m, "io"))
$root.io.containerd.cgroups.v2.IOStat.encode(m.io, w.uint32(50).fork(), q + 1).ldelim();
if (m.hugetlb != null && m.hugetlb.length) {
for (var i = 0; i < m.hugetlb.length; ++i)
$root.io.containerd.cgroups.v2.HugeTlbStat.encode(m.hugetlb[i], w.uint32(58).fork(), q + 1).ldelim();
}
if (m.memoryEvents != null && $Object.hasOwnProperty.call(m, "memoryEvents"))
$root.io.containerd.cgroups.v2.MemoryEvents.encode(m.memoryEvents, w.uint32(66).fork(), q + 1).ldelim();
if (m.network != null && m.network.length) {
for (var i = 0; i < m.network.length; ++i)
$root.io.containerd.cgroups.v2.NetworkStat.encode(m.network[i], w.uint32(74).fork(), q + 1).ldelim();
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

Metrics.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.io.containerd.cgroups.v2.Metrics();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.pids = $root.io.containerd.cgroups.v2.PidsStat.decode(r, r.size(), $undefined, q + 1, m.pids);
continue;
}
case 2: {
if (u !== 2)
break;
m.cpu = $root.io.containerd.cgroups.v2.CPUStat.decode(r, r.size(), $undefined, q + 1, m.cpu);
continue;
}
case 4: {
if (u !== 2)
break;
m.memory = $root.io.containerd.cgroups.v2.MemoryStat.decode(r, r.size(), $undefined, q + 1, m.memory);
continue;
}
case 5: {
if (u !== 2)
break;
m.rdma = $root.io.containerd.cgroups.v2.RdmaStat.decode(r, r.size(), $undefined, q + 1, m.rdma);
continue;
}
case 6: {
if (u !== 2)
break;
m.io = $root.io.containerd.cgroups.v2.IOStat.decode(r, r.size(), $undefined, q + 1, m.io);
continue;
}
case 7: {
if (u !== 2)
break;
if (!(m.hugetlb && m.hugetlb.length))
m.hugetlb = [];
m.hugetlb.push($root.io.containerd.cgroups.v2.HugeTlbStat.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 8: {
if (u !== 2)
break;
m.memoryEvents = $root.io.containerd.cgroups.v2.MemoryEvents.decode(r, r.size(), $undefined, q + 1, m.memoryEvents);
continue;
}
case 9: {
if (u !== 2)
break;
if (!(m.network && m.network.length))
m.network = [];
m.network.push($root.io.containerd.cgroups.v2.NetworkStat.decode(r, r.size(), $undefined, q + 1));
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return Metrics;
});

$lazy(v2, "PSIData", function() {

const PSIData = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

PSIData.prototype.avg10 = 0;
PSIData.prototype.avg60 = 0;
PSIData.prototype.avg300 = 0;
PSIData.prototype.total = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

PSIData.create = function(properties) {
return new PSIData(properties);
};

PSIData.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.avg10 != null && $Object.hasOwnProperty.call(m, "avg10") && !$Object.is(m.avg10, 0))
w.uint32(9).double(m.avg10);
if (m.avg60 != null && $Object.hasOwnProperty.call(m, "avg60") && !$Object.is(m.avg60, 0))
w.uint32(17).double(m.avg60);
if (m.avg300 != null && $Object.hasOwnProperty.call(m, "avg300") && !$Object.is(m.avg300, 0))
w.uint32(25).double(m.avg300);
if (m.total != null && $Object.hasOwnProperty.call(m, "total") && (typeof m.total === "object" ? m.total.low || m.total.high : m.total !== 0))
w.uint32(32).uint64(m.total);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

PSIData.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.io.containerd.cgroups.v2.PSIData();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 1)
break;
if (!$Object.is(v = r.double(), 0))
m.avg10 = v;
else
delete m.avg10;
continue;
}
case 2: {
if (u !== 1)
break;
if (!$Object.is(v = r.double(), 0))
m.avg60 = v;
else
delete m.avg60;
continue;
}
case 3: {
if (u !== 1)
break;
if (!$Object.is(v = r.double(), 0))
m.avg300 = v;
else
delete m.avg300;
continue;
}
case 4: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.total = v;
else
delete m.total;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return PSIData;
});

$lazy(v2, "PSIStats", function() {

const PSIStats = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

PSIStats.prototype.some = null;
PSIStats.prototype.full = null;

PSIStats.create = function(properties) {
return new PSIStats(properties);
};

PSIStats.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.some != null && $Object.hasOwnProperty.call(m, "some"))
$root.io.containerd.cgroups.v2.PSIData.encode(m.some, w.uint32(10).fork(), q + 1).ldelim();
if (m.full != null && $Object.hasOwnProperty.call(m, "full"))
$root.io.containerd.cgroups.v2.PSIData.encode(m.full, w.uint32(18).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

PSIStats.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.io.containerd.cgroups.v2.PSIStats();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.some = $root.io.containerd.cgroups.v2.PSIData.decode(r, r.size(), $undefined, q + 1, m.some);
continue;
}
case 2: {
if (u !== 2)
break;
m.full = $root.io.containerd.cgroups.v2.PSIData.decode(r, r.size(), $undefined, q + 1, m.full);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return PSIStats;
});

$lazy(v2, "PidsStat", function() {

const PidsStat = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

PidsStat.prototype.current = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
PidsStat.prototype.limit = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

PidsStat.create = function(properties) {
return new PidsStat(properties);
};

PidsStat.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.current != null && $Object.hasOwnProperty.call(m, "current") && (typeof m.current === "object" ? m.current.low || m.current.high : m.current !== 0))
w.uint32(8).uint64(m.current);
if (m.limit != null && $Object.hasOwnProperty.call(m, "limit") && (typeof m.limit === "object" ? m.limit.low || m.limit.high : m.limit !== 0))
w.uint32(16).uint64(m.limit);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

PidsStat.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.io.containerd.cgroups.v2.PidsStat();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.current = v;
else
delete m.current;
continue;
}
case 2: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.limit = v;
else
delete m.limit;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return PidsStat;
});

$lazy(v2, "CPUStat", function() {

const CPUStat = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

CPUStat.prototype.usageUsec = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
CPUStat.prototype.userUsec = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
CPUStat.prototype.systemUsec = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
CPUStat.prototype.nrPeriods = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
CPUStat.prototype.nrThrottled = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
CPUStat.prototype.throttledUsec = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
CPUStat.prototype.psi = null;
CPUStat.prototype.nrBursts = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
CPUStat.prototype.burstUsec = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

CPUStat.create = function(properties) {
return new CPUStat(properties);
};

CPUStat.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.usageUsec != null && $Object.hasOwnProperty.call(m, "usageUsec") && (typeof m.usageUsec === "object" ? m.usageUsec.low || m.usageUsec.high : m.usageUsec !== 0))
w.uint32(8).uint64(m.usageUsec);
if (m.userUsec != null && $Object.hasOwnProperty.call(m, "userUsec") && (typeof m.userUsec === "object" ? m.userUsec.low || m.userUsec.high : m.userUsec !== 0))
w.uint32(16).uint64(m.userUsec);
if (m.systemUsec != null && $Object.hasOwnProperty.call(m, "systemUsec") && (typeof m.systemUsec === "object" ? m.systemUsec.low || m.systemUsec.high : m.systemUsec !== 0))
w.uint32(24).uint64(m.systemUsec);
if (m.nrPeriods != null && $Object.hasOwnProperty.call(m, "nrPeriods") && (typeof m.nrPeriods === "object" ? m.nrPeriods.low || m.nrPeriods.high : m.nrPeriods !== 0))
w.uint32(32).uint64(m.nrPeriods);
if (m.nrThrottled != null && $Object.hasOwnProperty.call(m, "nrThrottled") && (typeof m.nrThrottled === "object" ? m.nrThrottled.low || m.nrThrottled.high : m.nrThrottled !== 0))
w.uint32(40).uint64(m.nrThrottled);
if (m.throttledUsec != null && $Object.hasOwnProperty.call(m, "throttledUsec") && (typeof m.throttledUsec === "object" ? m.throttledUsec.low || m.throttledUsec.high : m.throttledUsec !== 0))
w.uint32(48).uint64(m.throttledUsec);
if (m.psi != null && $Object.hasOwnProperty.call(m, "psi"))
$root.io.containerd.cgroups.v2.PSIStats.encode(m.psi, w.uint32(58).fork(), q + 1).ldelim();
if (m.nrBursts != null && $Object.hasOwnProperty.call(m, "nrBursts") && (typeof m.nrBursts === "object" ? m.nrBursts.low || m.nrBursts.high : m.nrBursts !== 0))
w.uint32(64).uint64(m.nrBursts);
if (m.burstUsec != null && $Object.hasOwnProperty.call(m, "burstUsec") && (typeof m.burstUsec === "object" ? m.burstUsec.low || m.burstUsec.high : m.burstUsec !== 0))
w.uint32(72).uint64(m.burstUsec);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

CPUStat.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.io.containerd.cgroups.v2.CPUStat();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.usageUsec = v;
else
delete m.usageUsec;
continue;
}
case 2: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.userUsec = v;
else
delete m.userUsec;
continue;
}
case 3: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.systemUsec = v;
else
delete m.systemUsec;
continue;
}
case 4: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.nrPeriods = v;
else
delete m.nrPeriods;
continue;
}
case 5: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.nrThrottled = v;
else
delete m.nrThrottled;
continue;
}
case 6: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.throttledUsec = v;
else
delete m.throttledUsec;
continue;
}
case 7: {
if (u !== 2)
break;
m.psi = $root.io.containerd.cgroups.v2.PSIStats.decode(r, r.size(), $undefined, q + 1, m.psi);
continue;
}
case 8: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.nrBursts = v;
else
delete m.nrBursts;
continue;
}
case 9: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.burstUsec = v;
else
delete m.burstUsec;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return CPUStat;
});

$lazy(v2, "MemoryStat", function() {

const MemoryStat = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

MemoryStat.prototype.anon = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryStat.prototype.file = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryStat.prototype.kernelStack = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryStat.prototype.slab = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryStat.prototype.sock = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryStat.prototype.shmem = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryStat.prototype.fileMapped = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryStat.prototype.fileDirty = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryStat.prototype.fileWriteback = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryStat.prototype.anonThp = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryStat.prototype.inactiveAnon = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryStat.prototype.activeAnon = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryStat.prototype.inactiveFile = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryStat.prototype.activeFile = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryStat.prototype.unevictable = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryStat.prototype.slabReclaimable = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryStat.prototype.slabUnreclaimable = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryStat.prototype.pgfault = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryStat.prototype.pgmajfault = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryStat.prototype.workingsetRefault = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryStat.prototype.workingsetActivate = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryStat.prototype.workingsetNodereclaim = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryStat.prototype.pgrefill = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryStat.prototype.pgscan = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryStat.prototype.pgsteal = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryStat.prototype.pgactivate = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryStat.prototype.pgdeactivate = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryStat.prototype.pglazyfree = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryStat.prototype.pglazyfreed = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryStat.prototype.thpFaultAlloc = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryStat.prototype.thpCollapseAlloc = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryStat.prototype.usage = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryStat.prototype.usageLimit = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryStat.prototype.swapUsage = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryStat.prototype.swapLimit = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryStat.prototype.maxUsage = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryStat.prototype.swapMaxUsage = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryStat.prototype.psi = null;

MemoryStat.create = function(properties) {
return new MemoryStat(properties);
};

MemoryStat.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.anon != null && $Object.hasOwnProperty.call(m, "anon") && (typeof m.anon === "object" ? m.anon.low || m.anon.high : m.anon !== 0))
w.uint32(8).uint64(m.anon);
if (m.file != null && $Object.hasOwnProperty.call(m, "file") && (typeof m.file === "object" ? m.file.low || m.file.high : m.file !== 0))
w.uint32(16).uint64(m.file);
if (m.kernelStack != null && $Object.hasOwnProperty.call(m, "kernelStack") && (typeof m.kernelStack === "object" ? m.kernelStack.low || m.kernelStack.high : m.kernelStack !== 0))
w.uint32(24).uint64(m.kernelStack);
if (m.slab != null && $Object.hasOwnProperty.call(m, "slab") && (typeof m.slab === "object" ? m.slab.low || m.slab.high : m.slab !== 0))
w.uint32(32).uint64(m.slab);
if (m.sock != null && $Object.hasOwnProperty.call(m, "sock") && (typeof m.sock === "object" ? m.sock.low || m.sock.high : m.sock !== 0))
w.uint32(40).uint64(m.sock);
if (m.shmem != null && $Object.hasOwnProperty.call(m, "shmem") && (typeof m.shmem === "object" ? m.shmem.low || m.shmem.high : m.shmem !== 0))
w.uint32(48).uint64(m.shmem);
if (m.fileMapped != null && $Object.hasOwnProperty.call(m, "fileMapped") && (typeof m.fileMapped === "object" ? m.fileMapped.low || m.fileMapped.high : m.fileMapped !== 0))
w.uint32(56).uint64(m.fileMapped);
if (m.fileDirty != null && $Object.hasOwnProperty.call(m, "fileDirty") && (typeof m.fileDirty === "object" ? m.fileDirty.low || m.fileDirty.high : m.fileDirty !== 0))
w.uint32(64).uint64(m.fileDirty);
if (m.fileWriteback != null && $Object.hasOwnProperty.call(m, "fileWriteback") && (typeof m.fileWriteback === "object" ? m.fileWriteback.low || m.fileWriteback.high : m.fileWriteback !== 0))
w.uint32(72).uint64(m.fileWriteback);
if (m.anonThp != null && $Object.hasOwnProperty.call(m, "anonThp") && (typeof m.anonThp === "object" ? m.anonThp.low || m.anonThp.high : m.anonThp !== 0))
w.uint32(80).uint64(m.anonThp);
if (m.inactiveAnon != null && $Object.hasOwnProperty.call(m, "inactiveAnon") && (typeof m.inactiveAnon === "object" ? m.inactiveAnon.low || m.inactiveAnon.high : m.inactiveAnon !== 0))
w.uint32(88).uint64(m.inactiveAnon);
if (m.activeAnon != null && $Object.hasOwnProperty.call(m, "activeAnon") && (typeof m.activeAnon === "object" ? m.activeAnon.low || m.activeAnon.high : m.activeAnon !== 0))
w.uint32(96).uint64(m.activeAnon);
if (m.inactiveFile != null && $Object.hasOwnProperty.call(m, "inactiveFile") && (typeof m.inactiveFile === "object" ? m.inactiveFile.low || m.inactiveFile.high : m.inactiveFile !== 0))
w.uint32(104).uint64(m.inactiveFile);
if (m.activeFile != null && $Object.hasOwnProperty.call(m, "activeFile") && (typeof m.activeFile === "object" ? m.activeFile.low || m.activeFile.high : m.activeFile !== 0))
w.uint32(112).uint64(m.activeFile);
if (m.unevictable != null && $Object.hasOwnProperty.call(m, "unevictable") && (typeof m.unevictable === "object" ? m.unevictable.low || m.unevictable.high : m.unevictable !== 0))
w.uint32(120).uint64(m.unevictable);
if (m.slabReclaimable != null && $Object.hasOwnProperty.call(m, "slabReclaimable") && (typeof m.slabReclaimable === "object" ? m.slabReclaimable.low || m.slabReclaimable.high : m.slabReclaimable !== 0))
w.uint32(128).uint64(m.slabReclaimable);
if (m.slabUnreclaimable != null && $Object.hasOwnProperty.call(m, "slabUnreclaimable") && (typeof m.slabUnreclaimable === "object" ? m.slabUnreclaimable.low || m.slabUnreclaimable.high : m.slabUnreclaimable !== 0))
w.uint32(136).uint64(m.slabUnreclaimable);
if (m.pgfault != null && $Object.hasOwnProperty.call(m, "pgfault") && (typeof m.pgfault === "object" ? m.pgfault.low || m.pgfault.high : m.pgfault !== 0))
w.uint32(144).uint64(m.pgfault);
if (m.pgmajfault != null && $Object.hasOwnProperty.call(m, "pgmajfault") && (typeof m.pgmajfault === "object" ? m.pgmajfault.low || m.pgmajfault.high : m.pgmajfault !== 0))
w.uint32(152).uint64(m.pgmajfault);
if (m.workingsetRefault != null && $Object.hasOwnProperty.call(m, "workingsetRefault") && (typeof m.workingsetRefault === "object" ? m.workingsetRefault.low || m.workingsetRefault.high : m.workingsetRefault !== 0))
w.uint32(160).uint64(m.workingsetRefault);
if (m.workingsetActivate != null && $Object.hasOwnProperty.call(m, "workingsetActivate") && (typeof m.workingsetActivate === "object" ? m.workingsetActivate.low || m.workingsetActivate.high : m.workingsetActivate !== 0))
w.uint32(168).uint64(m.workingsetActivate);
if (m.workingsetNodereclaim != null && $Object.hasOwnProperty.call(m, "workingsetNodereclaim") && (typeof m.workingsetNodereclaim === "object" ? m.workingsetNodereclaim.low || m.workingsetNodereclaim.high : m.workingsetNodereclaim !== 0))
w.uint32(176).uint64(m.workingsetNodereclaim);
if (m.pgrefill != null && $Object.hasOwnProperty.call(m, "pgrefill") && (typeof m.pgrefill === "object" ? m.pgrefill.low || m.pgrefill.high : m.pgrefill !== 0))
w.uint32(184).uint64(m.pgrefill);
if (m.pgscan != null && $Object.hasOwnProperty.call(m, "pgscan") && (typeof m.pgscan === "object" ? m.pgscan.low || m.pgscan.high : m.pgscan !== 0))
w.uint32(192).uint64(m.pgscan);
if (m.pgsteal != null && $Object.hasOwnProperty.call(m, "pgsteal") && (typeof m.pgsteal === "object" ? m.pgsteal.low || m.pgsteal.high : m.pgsteal !== 0))
w.uint32(200).uint64(m.pgsteal);
if (m.pgactivate != null && $Object.hasOwnProperty.call(m, "pgactivate") && (typeof m.pgactivate === "object" ? m.pgactivate.low || m.pgactivate.high : m.pgactivate !== 0))
w.uint32(208).uint64(m.pgactivate);
if (m.pgdeactivate != null && $Object.hasOwnProperty.call(m, "pgdeactivate") && (typeof m.pgdeactivate === "object" ? m.pgdeactivate.low || m.pgdeactivate.high : m.pgdeactivate !== 0))
w.uint32(216).uint64(m.pgdeactivate);
if (m.pglazyfree != null && $Object.hasOwnProperty.call(m, "pglazyfree") && (typeof m.pglazyfree === "object" ? m.pglazyfree.low || m.pglazyfree.high : m.pglazyfree !== 0))
w.uint32(224).uint64(m.pglazyfree);
if (m.pglazyfreed != null && $Object.hasOwnProperty.call(m, "pglazyfreed") && (typeof m.pglazyfreed === "object" ? m.pglazyfreed.low || m.pglazyfreed.high : m.pglazyfreed !== 0))
w.uint32(232).uint64(m.pglazyfreed);
if (m.thpFaultAlloc != null && $Object.hasOwnProperty.call(m, "thpFaultAlloc") && (typeof m.thpFaultAlloc === "object" ? m.thpFaultAlloc.low || m.thpFaultAlloc.high : m.thpFaultAlloc !== 0))
w.uint32(240).uint64(m.thpFaultAlloc);
if (m.thpCollapseAlloc != null && $Object.hasOwnProperty.call(m, "thpCollapseAlloc") && (typeof m.thpCollapseAlloc === "object" ? m.thpCollapseAlloc.low || m.thpCollapseAlloc.high : m.thpCollapseAlloc !== 0))
w.uint32(248).uint64(m.thpCollapseAlloc);
if (m.usage != null && $Object.hasOwnProperty.call(m, "usage") && (typeof m.usage === "object" ? m.usage.low || m.usage.high : m.usage !== 0))
w.uint32(256).uint64(m.usage);
if (m.usageLimit != null && $Object.hasOwnProperty.call(m, "usageLimit") && (typeof m.usageLimit === "object" ? m.usageLimit.low || m.usageLimit.high : m.usageLimit !== 0))
w.uint32(264).uint64(m.usageLimit);
if (m.swapUsage != null && $Object.hasOwnProperty.call(m, "swapUsage") && (typeof m.swapUsage === "object" ? m.swapUsage.low || m.swapUsage.high : m.swapUsage !== 0))
w.uint32(272).uint64(m.swapUsage);
if (m.swapLimit != null && $Object.hasOwnProperty.call(m, "swapLimit") && (typeof m.swapLimit === "object" ? m.swapLimit.low || m.swapLimit.high : m.swapLimit !== 0))
w.uint32(280).uint64(m.swapLimit);
if (m.maxUsage != null && $Object.hasOwnProperty.call(m, "maxUsage") && (typeof m.maxUsage === "object" ? m.maxUsage.low || m.maxUsage.high : m.maxUsage !== 0))
w.uint32(288).uint64(m.maxUsage);
if (m.swapMaxUsage != null && $Object.hasOwnProperty.call(m, "swapMaxUsage") && (typeof m.swapMaxUsage === "object" ? m.swapMaxUsage.low || m.swapMaxUsage.high : m.swapMaxUsage !== 0))
w.uint32(296).uint64(m.swapMaxUsage);
if (m.psi != null && $Object.hasOwnProperty.call(m, "psi"))
$root.io.containerd.cgroups.v2.PSIStats.encode(m.psi, w.uint32(306).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

MemoryStat.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.io.containerd.cgroups.v2.MemoryStat();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.anon = v;
else
delete m.anon;
continue;
}
case 2: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.file = v;
else
delete m.file;
continue;
}
case 3: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.kernelStack = v;
else
delete m.kernelStack;
continue;
}
case 4: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.slab = v;
else
delete m.slab;
continue;
}
case 5: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.sock = v;
else
delete m.sock;
continue;
}
case 6: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.shmem = v;
else
delete m.shmem;
continue;
}
case 7: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.fileMapped = v;
else
delete m.fileMapped;
continue;
}
case 8: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.fileDirty = v;
else
delete m.fileDirty;
continue;
}
case 9: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.fileWriteback = v;
else
delete m.fileWriteback;
continue;
}
case 10: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.anonThp = v;
else
delete m.anonThp;
continue;
}
case 11: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.inactiveAnon = v;
else
delete m.inactiveAnon;
continue;
}
case 12: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.activeAnon = v;
else
delete m.activeAnon;
continue;
}
case 13: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.inactiveFile = v;
else
delete m.inactiveFile;
continue;
}
case 14: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.activeFile = v;
else
delete m.activeFile;
continue;
}
case 15: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.unevictable = v;
else
delete m.unevictable;
continue;
}
case 16: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.slabReclaimable = v;
else
delete m.slabReclaimable;
continue;
}
case 17: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.slabUnreclaimable = v;
else
delete m.slabUnreclaimable;
continue;
}
case 18: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.pgfault = v;
else
delete m.pgfault;
continue;
}
case 19: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.pgmajfault = v;
else
delete m.pgmajfault;
continue;
}
case 20: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.workingsetRefault = v;
else
delete m.workingsetRefault;
continue;
}
case 21: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.workingsetActivate = v;
else
delete m.workingsetActivate;
continue;
}
case 22: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.workingsetNodereclaim = v;
else
delete m.workingsetNodereclaim;
continue;
}
case 23: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.pgrefill = v;
else
delete m.pgrefill;
continue;
}
case 24: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.pgscan = v;
else
delete m.pgscan;
continue;
}
case 25: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.pgsteal = v;
else
delete m.pgsteal;
continue;
}
case 26: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.pgactivate = v;
else
delete m.pgactivate;
continue;
}
case 27: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.pgdeactivate = v;
else
delete m.pgdeactivate;
continue;
}
case 28: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.pglazyfree = v;
else
delete m.pglazyfree;
continue;
}
case 29: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.pglazyfreed = v;
else
delete m.pglazyfreed;
continue;
}
case 30: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.thpFaultAlloc = v;
else
delete m.thpFaultAlloc;
continue;
}
case 31: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.thpCollapseAlloc = v;
else
delete m.thpCollapseAlloc;
continue;
}
case 32: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.usage = v;
else
delete m.usage;
continue;
}
case 33: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.usageLimit = v;
else
delete m.usageLimit;
continue;
}
case 34: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.swapUsage = v;
else
delete m.swapUsage;
continue;
}
case 35: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.swapLimit = v;
else
delete m.swapLimit;
continue;
}
case 36: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.maxUsage = v;
else
delete m.maxUsage;
continue;
}
case 37: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.swapMaxUsage = v;
else
delete m.swapMaxUsage;
continue;
}
case 38: {
if (u !== 2)
break;
m.psi = $root.io.containerd.cgroups.v2.PSIStats.decode(r, r.size(), $undefined, q + 1, m.psi);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return MemoryStat;
});

$lazy(v2, "MemoryEvents", function() {

const MemoryEvents = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

MemoryEvents.prototype.low = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryEvents.prototype.high = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryEvents.prototype.max = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryEvents.prototype.oom = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryEvents.prototype.oomKill = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
MemoryEvents.prototype.oomGroupKill = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

MemoryEvents.create = function(properties) {
return new MemoryEvents(properties);
};

MemoryEvents.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.low != null && $Object.hasOwnProperty.call(m, "low") && (typeof m.low === "object" ? m.low.low || m.low.high : m.low !== 0))
w.uint32(8).uint64(m.low);
if (m.high != null && $Object.hasOwnProperty.call(m, "high") && (typeof m.high === "object" ? m.high.low || m.high.high : m.high !== 0))
w.uint32(16).uint64(m.high);
if (m.max != null && $Object.hasOwnProperty.call(m, "max") && (typeof m.max === "object" ? m.max.low || m.max.high : m.max !== 0))
w.uint32(24).uint64(m.max);
if (m.oom != null && $Object.hasOwnProperty.call(m, "oom") && (typeof m.oom === "object" ? m.oom.low || m.oom.high : m.oom !== 0))
w.uint32(32).uint64(m.oom);
if (m.oomKill != null && $Object.hasOwnProperty.call(m, "oomKill") && (typeof m.oomKill === "object" ? m.oomKill.low || m.oomKill.high : m.oomKill !== 0))
w.uint32(40).uint64(m.oomKill);
if (m.oomGroupKill != null && $Object.hasOwnProperty.call(m, "oomGroupKill") && (typeof m.oomGroupKill === "object" ? m.oomGroupKill.low || m.oomGroupKill.high : m.oomGroupKill !== 0))
w.uint32(48).uint64(m.oomGroupKill);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

MemoryEvents.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.io.containerd.cgroups.v2.MemoryEvents();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.low = v;
else
delete m.low;
continue;
}
case 2: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.high = v;
else
delete m.high;
continue;
}
case 3: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.max = v;
else
delete m.max;
continue;
}
case 4: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.oom = v;
else
delete m.oom;
continue;
}
case 5: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.oomKill = v;
else
delete m.oomKill;
continue;
}
case 6: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.oomGroupKill = v;
else
delete m.oomGroupKill;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return MemoryEvents;
});

$lazy(v2, "RdmaStat", function() {

const RdmaStat = function (p) {
this.current = [];
this.limit = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

RdmaStat.prototype.current = $util.emptyArray;
RdmaStat.prototype.limit = $util.emptyArray;

RdmaStat.create = function(properties) {
return new RdmaStat(properties);
};

RdmaStat.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.current != null && m.current.length) {
for (var i = 0; i < m.current.length; ++i)
$root.io.containerd.cgroups.v2.RdmaEntry.encode(m.current[i], w.uint32(10).fork(), q + 1).ldelim();
}
if (m.limit != null && m.limit.length) {
for (var i = 0; i < m.limit.length; ++i)
$root.io.containerd.cgroups.v2.RdmaEntry.encode(m.limit[i], w.uint32(18).fork(), q + 1).ldelim();
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

RdmaStat.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.io.containerd.cgroups.v2.RdmaStat();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if (!(m.current && m.current.length))
m.current = [];
m.current.push($root.io.containerd.cgroups.v2.RdmaEntry.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 2: {
if (u !== 2)
break;
if (!(m.limit && m.limit.length))
m.limit = [];
m.limit.push($root.io.containerd.cgroups.v2.RdmaEntry.decode(r, r.size(), $undefined, q + 1));
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return RdmaStat;
});

$lazy(v2, "RdmaEntry", function() {

const RdmaEntry = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

RdmaEntry.prototype.device = "";
RdmaEntry.prototype.hcaHandles = 0;
RdmaEntry.prototype.hcaObjects = 0;

RdmaEntry.create = function(properties) {
return new RdmaEntry(properties);
};

RdmaEntry.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.device != null && $Object.hasOwnProperty.call(m, "device") && m.device !== "")
w.uint32(10).string(m.device);
if (m.hcaHandles != null && $Object.hasOwnProperty.call(m, "hcaHandles") && m.hcaHandles !== 0)
w.uint32(16).uint32(m.hcaHandles);
if (m.hcaObjects != null && $Object.hasOwnProperty.call(m, "hcaObjects") && m.hcaObjects !== 0)
w.uint32(24).uint32(m.hcaObjects);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

RdmaEntry.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.io.containerd.cgroups.v2.RdmaEntry();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.device = v;
else
delete m.device;
continue;
}
case 2: {
if (u !== 0)
break;
if (v = r.uint32())
m.hcaHandles = v;
else
delete m.hcaHandles;
continue;
}
case 3: {
if (u !== 0)
break;
if (v = r.uint32())
m.hcaObjects = v;
else
delete m.hcaObjects;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return RdmaEntry;
});

$lazy(v2, "IOStat", function() {

const IOStat = function (p) {
this.usage = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

IOStat.prototype.usage = $util.emptyArray;
IOStat.prototype.psi = null;

IOStat.create = function(properties) {
return new IOStat(properties);
};

IOStat.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.usage != null && m.usage.length) {
for (var i = 0; i < m.usage.length; ++i)
$root.io.containerd.cgroups.v2.IOEntry.encode(m.usage[i], w.uint32(10).fork(), q + 1).ldelim();
}
if (m.psi != null && $Object.hasOwnProperty.call(m, "psi"))
$root.io.containerd.cgroups.v2.PSIStats.encode(m.psi, w.uint32(18).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

IOStat.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.io.containerd.cgroups.v2.IOStat();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if (!(m.usage && m.usage.length))
m.usage = [];
m.usage.push($root.io.containerd.cgroups.v2.IOEntry.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 2: {
if (u !== 2)
break;
m.psi = $root.io.containerd.cgroups.v2.PSIStats.decode(r, r.size(), $undefined, q + 1, m.psi);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return IOStat;
});

$lazy(v2, "IOEntry", function() {

const IOEntry = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

IOEntry.prototype.major = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
IOEntry.prototype.minor = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
IOEntry.prototype.rbytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
IOEntry.prototype.wbytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
IOEntry.prototype.rios = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
IOEntry.prototype.wios = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

IOEntry.create = function(properties) {
return new IOEntry(properties);
};

IOEntry.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.major != null && $Object.hasOwnProperty.call(m, "major") && (typeof m.major === "object" ? m.major.low || m.major.high : m.major !== 0))
w.uint32(8).uint64(m.major);
if (m.minor != null && $Object.hasOwnProperty.call(m, "minor") && (typeof m.minor === "object" ? m.minor.low || m.minor.high : m.minor !== 0))
w.uint32(16).uint64(m.minor);
if (m.rbytes != null && $Object.hasOwnProperty.call(m, "rbytes") && (typeof m.rbytes === "object" ? m.rbytes.low || m.rbytes.high : m.rbytes !== 0))
w.uint32(24).uint64(m.rbytes);
if (m.wbytes != null && $Object.hasOwnProperty.call(m, "wbytes") && (typeof m.wbytes === "object" ? m.wbytes.low || m.wbytes.high : m.wbytes !== 0))
w.uint32(32).uint64(m.wbytes);
if (m.rios != null && $Object.hasOwnProperty.call(m, "rios") && (typeof m.rios === "object" ? m.rios.low || m.rios.high : m.rios !== 0))
w.uint32(40).uint64(m.rios);
if (m.wios != null && $Object.hasOwnProperty.call(m, "wios") && (typeof m.wios === "object" ? m.wios.low || m.wios.high : m.wios !== 0))
w.uint32(48).uint64(m.wios);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

IOEntry.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.io.containerd.cgroups.v2.IOEntry();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.major = v;
else
delete m.major;
continue;
}
case 2: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.minor = v;
else
delete m.minor;
continue;
}
case 3: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.rbytes = v;
else
delete m.rbytes;
continue;
}
case 4: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.wbytes = v;
else
delete m.wbytes;
continue;
}
case 5: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.rios = v;
else
delete m.rios;
continue;
}
case 6: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.wios = v;
else
delete m.wios;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return IOEntry;
});

$lazy(v2, "HugeTlbStat", function() {

const HugeTlbStat = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

HugeTlbStat.prototype.current = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
HugeTlbStat.prototype.max = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
HugeTlbStat.prototype.pagesize = "";
HugeTlbStat.prototype.failcnt = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

HugeTlbStat.create = function(properties) {
return new HugeTlbStat(properties);
};

HugeTlbStat.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.current != null && $Object.hasOwnProperty.call(m, "current") && (typeof m.current === "object" ? m.current.low || m.current.high : m.current !== 0))
w.uint32(8).uint64(m.current);
if (m.max != null && $Object.hasOwnProperty.call(m, "max") && (typeof m.max === "object" ? m.max.low || m.max.high : m.max !== 0))
w.uint32(16).uint64(m.max);
if (m.pagesize != null && $Object.hasOwnProperty.call(m, "pagesize") && m.pagesize !== "")
w.uint32(26).string(m.pagesize);
if (m.failcnt != null && $Object.hasOwnProperty.call(m, "failcnt") && (typeof m.failcnt === "object" ? m.failcnt.low || m.failcnt.high : m.failcnt !== 0))
w.uint32(32).uint64(m.failcnt);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

HugeTlbStat.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.io.containerd.cgroups.v2.HugeTlbStat();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.current = v;
else
delete m.current;
continue;
}
case 2: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.max = v;
else
delete m.max;
continue;
}
case 3: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.pagesize = v;
else
delete m.pagesize;
continue;
}
case 4: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.failcnt = v;
else
delete m.failcnt;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return HugeTlbStat;
});

$lazy(v2, "NetworkStat", function() {

const NetworkStat = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

NetworkStat.prototype.name = "";
NetworkStat.prototype.rxBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
NetworkStat.prototype.rxPackets = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
NetworkStat.prototype.rxErrors = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
NetworkStat.prototype.rxDropped = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
NetworkStat.prototype.txBytes = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
NetworkStat.prototype.txPackets = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
NetworkStat.prototype.txErrors = $util.Long ? $util.Long.fromBits(0,0,true) : 0;
NetworkStat.prototype.txDropped = $util.Long ? $util.Long.fromBits(0,0,true) : 0;

NetworkStat.create = function(properties) {
return new NetworkStat(properties);
};

NetworkStat.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.name != null && $Object.hasOwnProperty.call(m, "name") && m.name !== "")
w.uint32(10).string(m.name);
if (m.rxBytes != null && $Object.hasOwnProperty.call(m, "rxBytes") && (typeof m.rxBytes === "object" ? m.rxBytes.low || m.rxBytes.high : m.rxBytes !== 0))
w.uint32(16).uint64(m.rxBytes);
if (m.rxPackets != null && $Object.hasOwnProperty.call(m, "rxPackets") && (typeof m.rxPackets === "object" ? m.rxPackets.low || m.rxPackets.high : m.rxPackets !== 0))
w.uint32(24).uint64(m.rxPackets);
if (m.rxErrors != null && $Object.hasOwnProperty.call(m, "rxErrors") && (typeof m.rxErrors === "object" ? m.rxErrors.low || m.rxErrors.high : m.rxErrors !== 0))
w.uint32(32).uint64(m.rxErrors);
if (m.rxDropped != null && $Object.hasOwnProperty.call(m, "rxDropped") && (typeof m.rxDropped === "object" ? m.rxDropped.low || m.rxDropped.high : m.rxDropped !== 0))
w.uint32(40).uint64(m.rxDropped);
if (m.txBytes != null && $Object.hasOwnProperty.call(m, "txBytes") && (typeof m.txBytes === "object" ? m.txBytes.low || m.txBytes.high : m.txBytes !== 0))
w.uint32(48).uint64(m.txBytes);
if (m.txPackets != null && $Object.hasOwnProperty.call(m, "txPackets") && (typeof m.txPackets === "object" ? m.txPackets.low || m.txPackets.high : m.txPackets !== 0))
w.uint32(56).uint64(m.txPackets);
if (m.txErrors != null && $Object.hasOwnProperty.call(m, "txErrors") && (typeof m.txErrors === "object" ? m.txErrors.low || m.txErrors.high : m.txErrors !== 0))
w.uint32(64).uint64(m.txErrors);
if (m.txDropped != null && $Object.hasOwnProperty.call(m, "txDropped") && (typeof m.txDropped === "object" ? m.txDropped.low || m.txDropped.high : m.txDropped !== 0))
w.uint32(72).uint64(m.txDropped);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

NetworkStat.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.io.containerd.cgroups.v2.NetworkStat();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.name = v;
else
delete m.name;
continue;
}
case 2: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.rxBytes = v;
else
delete m.rxBytes;
continue;
}
case 3: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.rxPackets = v;
else
delete m.rxPackets;
continue;
}
case 4: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.rxErrors = v;
else
delete m.rxErrors;
continue;
}
case 5: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.rxDropped = v;
else
delete m.rxDropped;
continue;
}
case 6: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.txBytes = v;
else
delete m.txBytes;
continue;
}
case 7: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.txPackets = v;
else
delete m.txPackets;
continue;
}
case 8: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.txErrors = v;
else
delete m.txErrors;
continue;
}
case 9: {
if (u !== 0)
break;
if (typeof (v = r.uint64()) === "object" ? v.low || v.high : v !== 0)
m.txDropped = v;
else
delete m.txDropped;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return NetworkStat;
});

return v2;
});

return cgroups;
});

return containerd;
});

return io;
})();

export const runtimeoptions = $root.runtimeoptions = (() => {

const runtimeoptions = {};

$lazy(runtimeoptions, "v1", function() {

const v1 = {};

$lazy(v1, "Options", function() {

const Options = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

Options.prototype.typeUrl = "";
Options.prototype.configPath = "";
Options.prototype.configBody = $util.newBuffer([]);

Options.create = function(properties) {
return new Options(properties);
};

Options.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.typeUrl != null && $Object.hasOwnProperty.call(m, "typeUrl") && m.typeUrl !== "")
w.uint32(10).string(m.typeUrl);
if (m.configPath != null && $Object.hasOwnProperty.call(m, "configPath") && m.configPath !== "")
w.uint32(18).string(m.configPath);
if (m.configBody != null && $Object.hasOwnProperty.call(m, "configBody") && m.configBody.length)
w.uint32(26).bytes(m.configBody);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

Options.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.runtimeoptions.v1.Options();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.typeUrl = v;
else
delete m.typeUrl;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.configPath = v;
else
delete m.configPath;
continue;
}
case 3: {
if (u !== 2)
break;
if ((v = r.bytes()).length)
m.configBody = v;
else
delete m.configBody;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return Options;
});

return v1;
});

return runtimeoptions;
})();

export const stevedore = $root.stevedore = (() => {

const stevedore = {};

$lazy(stevedore, "v1", function() {

const v1 = {};

$lazy(v1, "PreviewRequest", function() {

const PreviewRequest = function (p) {
this.without = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

PreviewRequest.prototype.without = $util.emptyArray;

PreviewRequest.create = function(properties) {
return new PreviewRequest(properties);
};

PreviewRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.without != null && m.without.length) {
for (var i = 0; i < m.without.length; ++i)
$root.stevedore.v1.ResourceName.encode(m.without[i], w.uint32(10).fork(), q + 1).ldelim();
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

PreviewRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.stevedore.v1.PreviewRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if (!(m.without && m.without.length))
m.without = [];
m.without.push($root.stevedore.v1.ResourceName.decode(r, r.size(), $undefined, q + 1));
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return PreviewRequest;
});

$lazy(v1, "ResourceName", function() {

const ResourceName = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ResourceName.prototype.namespace = "";
ResourceName.prototype.kind = "";
ResourceName.prototype.key = "";

ResourceName.create = function(properties) {
return new ResourceName(properties);
};

ResourceName.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.namespace != null && $Object.hasOwnProperty.call(m, "namespace") && m.namespace !== "")
w.uint32(10).string(m.namespace);
if (m.kind != null && $Object.hasOwnProperty.call(m, "kind") && m.kind !== "")
w.uint32(18).string(m.kind);
if (m.key != null && $Object.hasOwnProperty.call(m, "key") && m.key !== "")
w.uint32(26).string(m.key);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ResourceName.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.stevedore.v1.ResourceName();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.namespace = v;
else
delete m.namespace;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.kind = v;
else
delete m.kind;
continue;
}
case 3: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.key = v;
else
delete m.key;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ResourceName;
});

$lazy(v1, "PreviewReply", function() {

const PreviewReply = function (p) {
this.unused = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

PreviewReply.prototype.unused = $util.emptyArray;
PreviewReply.prototype.bytes = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

PreviewReply.create = function(properties) {
return new PreviewReply(properties);
};

PreviewReply.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.unused != null && m.unused.length) {
for (var i = 0; i < m.unused.length; ++i)
$root.stevedore.v1.UnusedResource.encode(m.unused[i], w.uint32(10).fork(), q + 1).ldelim();
}
if (m.bytes != null && $Object.hasOwnProperty.call(m, "bytes") && (typeof m.bytes === "object" ? m.bytes.low || m.bytes.high : m.bytes !== 0))
w.uint32(16).int64(m.bytes);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

PreviewReply.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.stevedore.v1.PreviewReply();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if (!(m.unused && m.unused.length))
m.unused = [];
m.unused.push($root.stevedore.v1.UnusedResource.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 2: {
if (u !== 0)
break;
if (typeof (v = r.int64()) === "object" ? v.low || v.high : v !== 0)
m.bytes = v;
else
delete m.bytes;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return PreviewReply;
});

$lazy(v1, "UnusedResource", function() {

const UnusedResource = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

UnusedResource.prototype.namespace = "";
UnusedResource.prototype.kind = "";
UnusedResource.prototype.key = "";
UnusedResource.prototype.bytes = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

UnusedResource.create = function(properties) {
return new UnusedResource(properties);
};

UnusedResource.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.namespace != null && $Object.hasOwnProperty.call(m, "namespace") && m.namespace !== "")
w.uint32(10).string(m.namespace);
if (m.kind != null && $Object.hasOwnProperty.call(m, "kind") && m.kind !== "")
w.uint32(18).string(m.kind);
if (m.key != null && $Object.hasOwnProperty.call(m, "key") && m.key !== "")
w.uint32(26).string(m.key);
if (m.bytes != null && $Object.hasOwnProperty.call(m, "bytes") && (typeof m.bytes === "object" ? m.bytes.low || m.bytes.high : m.bytes !== 0))
w.uint32(32).int64(m.bytes);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

UnusedResource.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.stevedore.v1.UnusedResource();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.namespace = v;
else
delete m.namespace;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.kind = v;
else
delete m.kind;
continue;
}
case 3: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.key = v;
else
delete m.key;
continue;
}
case 4: {
if (u !== 0)
break;
if (typeof (v = r.int64()) === "object" ? v.low || v.high : v !== 0)
m.bytes = v;
else
delete m.bytes;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return UnusedResource;
});

$lazy(v1, "CollectRequest", function() {

const CollectRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

CollectRequest.create = function(properties) {
return new CollectRequest(properties);
};

CollectRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

CollectRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.stevedore.v1.CollectRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
r.skipType(t & 7, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return CollectRequest;
});

$lazy(v1, "CollectReply", function() {

const CollectReply = function (p) {
this.removed = {};
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

CollectReply.prototype.removed = $util.emptyObject;
CollectReply.prototype.freedBytes = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

CollectReply.create = function(properties) {
return new CollectReply(properties);
};

CollectReply.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.removed != null && $Object.hasOwnProperty.call(m, "removed")) {
for (var ks = $Object.keys(m.removed), i = 0; i < ks.length; ++i) {
w.uint32(10).fork().uint32(10).string(ks[i]).uint32(16).int64(m.removed[ks[i]]).ldelim();
}
}
if (m.freedBytes != null && $Object.hasOwnProperty.call(m, "freedBytes") && (typeof m.freedBytes === "object" ? m.freedBytes.low || m.freedBytes.high : m.freedBytes !== 0))
w.uint32(16).int64(m.freedBytes);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

CollectReply.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, k, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.stevedore.v1.CollectReply();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if (m.removed === $util.emptyObject)
m.removed = {};
var c2 = r.size() + r.pos;
if (c2 > r.len)
throw $RangeError("index out of range");
r.len = c2;
k = "";
v = $util.Long ? $util.Long.fromNumber(0, false) : 0;
while (r.pos < c2) {
var t2 = r.tag();
u = t2 & 7;
switch (t2 >>>= 3) {
case 1:
if (u !== 2)
break;
k = r.stringVerify();
continue;
case 2:
if (u !== 0)
break;
v = r.int64();
continue;
}
r.skipType(u, q, t2);
}
if (r.pos !== c2)
throw $RangeError("index out of range");
r.len = c;
if (k === "__proto__")
$util.makeProp(m.removed, k);
m.removed[k] = v;
continue;
}
case 2: {
if (u !== 0)
break;
if (typeof (v = r.int64()) === "object" ? v.low || v.high : v !== 0)
m.freedBytes = v;
else
delete m.freedBytes;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return CollectReply;
});

$lazy(v1, "WhyRequest", function() {

const WhyRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

WhyRequest.prototype.key = "";
WhyRequest.prototype.namespace = "";
WhyRequest.prototype.kind = "";

WhyRequest.create = function(properties) {
return new WhyRequest(properties);
};

WhyRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.key != null && $Object.hasOwnProperty.call(m, "key") && m.key !== "")
w.uint32(10).string(m.key);
if (m.namespace != null && $Object.hasOwnProperty.call(m, "namespace") && m.namespace !== "")
w.uint32(18).string(m.namespace);
if (m.kind != null && $Object.hasOwnProperty.call(m, "kind") && m.kind !== "")
w.uint32(26).string(m.kind);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

WhyRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.stevedore.v1.WhyRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.key = v;
else
delete m.key;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.namespace = v;
else
delete m.namespace;
continue;
}
case 3: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.kind = v;
else
delete m.kind;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return WhyRequest;
});

$lazy(v1, "WhyReply", function() {

const WhyReply = function (p) {
this.findings = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

WhyReply.prototype.findings = $util.emptyArray;
WhyReply.prototype.nextCollection = null;
WhyReply.prototype.changesUntilCollection = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

WhyReply.create = function(properties) {
return new WhyReply(properties);
};

WhyReply.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.findings != null && m.findings.length) {
for (var i = 0; i < m.findings.length; ++i)
$root.stevedore.v1.Finding.encode(m.findings[i], w.uint32(10).fork(), q + 1).ldelim();
}
if (m.nextCollection != null && $Object.hasOwnProperty.call(m, "nextCollection"))
$root.google.protobuf.Timestamp.encode(m.nextCollection, w.uint32(18).fork(), q + 1).ldelim();
if (m.changesUntilCollection != null && $Object.hasOwnProperty.call(m, "changesUntilCollection") && (typeof m.changesUntilCollection === "object" ? m.changesUntilCollection.low || m.changesUntilCollection.high : m.changesUntilCollection !== 0))
w.uint32(24).int64(m.changesUntilCollection);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

WhyReply.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.stevedore.v1.WhyReply();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if (!(m.findings && m.findings.length))
m.findings = [];
m.findings.push($root.stevedore.v1.Finding.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 2: {
if (u !== 2)
break;
m.nextCollection = $root.google.protobuf.Timestamp.decode(r, r.size(), $undefined, q + 1, m.nextCollection);
continue;
}
case 3: {
if (u !== 0)
break;
if (typeof (v = r.int64()) === "object" ? v.low || v.high : v !== 0)
m.changesUntilCollection = v;
else
delete m.changesUntilCollection;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return WhyReply;
});

$lazy(v1, "Finding", function() {

const Finding = function (p) {
this.chains = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

Finding.prototype.namespace = "";
Finding.prototype.kind = "";
Finding.prototype.key = "";
Finding.prototype.chains = $util.emptyArray;

Finding.create = function(properties) {
return new Finding(properties);
};

Finding.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.namespace != null && $Object.hasOwnProperty.call(m, "namespace") && m.namespace !== "")
w.uint32(10).string(m.namespace);
if (m.kind != null && $Object.hasOwnProperty.call(m, "kind") && m.kind !== "")
w.uint32(18).string(m.kind);
if (m.key != null && $Object.hasOwnProperty.call(m, "key") && m.key !== "")
w.uint32(26).string(m.key);
if (m.chains != null && m.chains.length) {
for (var i = 0; i < m.chains.length; ++i)
$root.stevedore.v1.Chain.encode(m.chains[i], w.uint32(34).fork(), q + 1).ldelim();
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

Finding.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.stevedore.v1.Finding();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.namespace = v;
else
delete m.namespace;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.kind = v;
else
delete m.kind;
continue;
}
case 3: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.key = v;
else
delete m.key;
continue;
}
case 4: {
if (u !== 2)
break;
if (!(m.chains && m.chains.length))
m.chains = [];
m.chains.push($root.stevedore.v1.Chain.decode(r, r.size(), $undefined, q + 1));
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return Finding;
});

$lazy(v1, "Chain", function() {

const Chain = function (p) {
this.links = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

Chain.prototype.kind = "";
Chain.prototype.key = "";
Chain.prototype.why = "";
Chain.prototype.until = null;
Chain.prototype.links = $util.emptyArray;

Chain.create = function(properties) {
return new Chain(properties);
};

Chain.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.kind != null && $Object.hasOwnProperty.call(m, "kind") && m.kind !== "")
w.uint32(10).string(m.kind);
if (m.key != null && $Object.hasOwnProperty.call(m, "key") && m.key !== "")
w.uint32(18).string(m.key);
if (m.why != null && $Object.hasOwnProperty.call(m, "why") && m.why !== "")
w.uint32(26).string(m.why);
if (m.until != null && $Object.hasOwnProperty.call(m, "until"))
$root.google.protobuf.Timestamp.encode(m.until, w.uint32(34).fork(), q + 1).ldelim();
if (m.links != null && m.links.length) {
for (var i = 0; i < m.links.length; ++i)
$root.stevedore.v1.Link.encode(m.links[i], w.uint32(42).fork(), q + 1).ldelim();
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

Chain.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.stevedore.v1.Chain();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.kind = v;
else
delete m.kind;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.key = v;
else
delete m.key;
continue;
}
case 3: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.why = v;
else
delete m.why;
continue;
}
case 4: {
if (u !== 2)
break;
m.until = $root.google.protobuf.Timestamp.decode(r, r.size(), $undefined, q + 1, m.until);
continue;
}
case 5: {
if (u !== 2)
break;
if (!(m.links && m.links.length))
m.links = [];
m.links.push($root.stevedore.v1.Link.decode(r, r.size(), $undefined, q + 1));
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return Chain;
});

$lazy(v1, "Link", function() {

const Link = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

Link.prototype.by = "";
Link.prototype.kind = "";
Link.prototype.key = "";

Link.create = function(properties) {
return new Link(properties);
};

Link.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.by != null && $Object.hasOwnProperty.call(m, "by") && m.by !== "")
w.uint32(10).string(m.by);
if (m.kind != null && $Object.hasOwnProperty.call(m, "kind") && m.kind !== "")
w.uint32(18).string(m.kind);
if (m.key != null && $Object.hasOwnProperty.call(m, "key") && m.key !== "")
w.uint32(26).string(m.key);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

Link.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.stevedore.v1.Link();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.by = v;
else
delete m.by;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.kind = v;
else
delete m.kind;
continue;
}
case 3: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.key = v;
else
delete m.key;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return Link;
});

$lazy(v1, "AdoptRequest", function() {

const AdoptRequest = function (p) {
this.labels = {};
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

AdoptRequest.prototype.path = "";
AdoptRequest.prototype.digest = "";
AdoptRequest.prototype.size = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
AdoptRequest.prototype.labels = $util.emptyObject;
AdoptRequest.prototype.createdAt = null;
AdoptRequest.prototype.updatedAt = null;

AdoptRequest.create = function(properties) {
return new AdoptRequest(properties);
};

AdoptRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.path != null && $Object.hasOwnProperty.call(m, "path") && m.path !== "")
w.uint32(10).string(m.path);
if (m.digest != null && $Object.hasOwnProperty.call(m, "digest") && m.digest !== "")
w.uint32(18).string(m.digest);
if (m.size != null && $Object.hasOwnProperty.call(m, "size") && (typeof m.size === "object" ? m.size.low || m.size.high : m.size !== 0))
w.uint32(24).int64(m.size);
if (m.labels != null && $Object.hasOwnProperty.call(m, "labels")) {
for (var ks = $Object.keys(m.labels), i = 0; i < ks.length; ++i) {
w.uint32(34).fork().uint32(10).string(ks[i]).uint32(18).string(m.labels[ks[i]]).ldelim();
}
}
if (m.createdAt != null && $Object.hasOwnProperty.call(m, "createdAt"))
$root.google.protobuf.Timestamp.encode(m.createdAt, w.uint32(42).fork(), q + 1).ldelim();
if (m.updatedAt != null && $Object.hasOwnProperty.call(m, "updatedAt"))
$root.google.protobuf.Timestamp.encode(m.updatedAt, w.uint32(50).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

AdoptRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, k, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.stevedore.v1.AdoptRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.path = v;
else
delete m.path;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.digest = v;
else
delete m.digest;
continue;
}
case 3: {
if (u !== 0)
break;
if (typeof (v = r.int64()) === "object" ? v.low || v.high : v !== 0)
m.size = v;
else
delete m.size;
continue;
}
case 4: {
if (u !== 2)
break;
if (m.labels === $util.emptyObject)
m.labels = {};
var c2 = r.size() + r.pos;
if (c2 > r.len)
throw $RangeError("index out of range");
r.len = c2;
k = "";
v = "";
while (r.pos < c2) {
var t2 = r.tag();
u = t2 & 7;
switch (t2 >>>= 3) {
case 1:
if (u !== 2)
break;
k = r.stringVerify();
continue;
case 2:
if (u !== 2)
break;
v = r.stringVerify();
continue;
}
r.skipType(u, q, t2);
}
if (r.pos !== c2)
throw $RangeError("index out of range");
r.len = c;
if (k === "__proto__")
$util.makeProp(m.labels, k);
m.labels[k] = v;
continue;
}
case 5: {
if (u !== 2)
break;
m.createdAt = $root.google.protobuf.Timestamp.decode(r, r.size(), $undefined, q + 1, m.createdAt);
continue;
}
case 6: {
if (u !== 2)
break;
m.updatedAt = $root.google.protobuf.Timestamp.decode(r, r.size(), $undefined, q + 1, m.updatedAt);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return AdoptRequest;
});

$lazy(v1, "AdoptReply", function() {

const AdoptReply = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

AdoptReply.prototype.how = "";

AdoptReply.create = function(properties) {
return new AdoptReply(properties);
};

AdoptReply.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.how != null && $Object.hasOwnProperty.call(m, "how") && m.how !== "")
w.uint32(10).string(m.how);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

AdoptReply.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.stevedore.v1.AdoptReply();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.how = v;
else
delete m.how;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return AdoptReply;
});

$lazy(v1, "IngestWriteRequest", function() {

const IngestWriteRequest = function (p) {
this.labels = {};
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

IngestWriteRequest.prototype.ref = "";
IngestWriteRequest.prototype.total = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
IngestWriteRequest.prototype.expected = "";
IngestWriteRequest.prototype.available = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
IngestWriteRequest.prototype.commit = false;
IngestWriteRequest.prototype.labels = $util.emptyObject;
IngestWriteRequest.prototype.truncate = false;

IngestWriteRequest.create = function(properties) {
return new IngestWriteRequest(properties);
};

IngestWriteRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.ref != null && $Object.hasOwnProperty.call(m, "ref") && m.ref !== "")
w.uint32(10).string(m.ref);
if (m.total != null && $Object.hasOwnProperty.call(m, "total") && (typeof m.total === "object" ? m.total.low || m.total.high : m.total !== 0))
w.uint32(16).int64(m.total);
if (m.expected != null && $Object.hasOwnProperty.call(m, "expected") && m.expected !== "")
w.uint32(26).string(m.expected);
if (m.available != null && $Object.hasOwnProperty.call(m, "available") && (typeof m.available === "object" ? m.available.low || m.available.high : m.available !== 0))
w.uint32(32).int64(m.available);
if (m.commit != null && $Object.hasOwnProperty.call(m, "commit") && m.commit !== false)
w.uint32(40).bool(m.commit);
if (m.labels != null && $Object.hasOwnProperty.call(m, "labels")) {
for (var ks = $Object.keys(m.labels), i = 0; i < ks.length; ++i) {
w.uint32(50).fork().uint32(10).string(ks[i]).uint32(18).string(m.labels[ks[i]]).ldelim();
}
}
if (m.truncate != null && $Object.hasOwnProperty.call(m, "truncate") && m.truncate !== false)
w.uint32(56).bool(m.truncate);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

IngestWriteRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, k, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.stevedore.v1.IngestWriteRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.ref = v;
else
delete m.ref;
continue;
}
case 2: {
if (u !== 0)
break;
if (typeof (v = r.int64()) === "object" ? v.low || v.high : v !== 0)
m.total = v;
else
delete m.total;
continue;
}
case 3: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.expected = v;
else
delete m.expected;
continue;
}
case 4: {
if (u !== 0)
break;
if (typeof (v = r.int64()) === "object" ? v.low || v.high : v !== 0)
m.available = v;
else
delete m.available;
continue;
}
case 5: {
if (u !== 0)
break;
if (v = r.bool())
m.commit = v;
else
delete m.commit;
continue;
}
case 6: {
if (u !== 2)
break;
if (m.labels === $util.emptyObject)
m.labels = {};
var c2 = r.size() + r.pos;
if (c2 > r.len)
throw $RangeError("index out of range");
r.len = c2;
k = "";
v = "";
while (r.pos < c2) {
var t2 = r.tag();
u = t2 & 7;
switch (t2 >>>= 3) {
case 1:
if (u !== 2)
break;
k = r.stringVerify();
continue;
case 2:
if (u !== 2)
break;
v = r.stringVerify();
continue;
}
r.skipType(u, q, t2);
}
if (r.pos !== c2)
throw $RangeError("index out of range");
r.len = c;
if (k === "__proto__")
$util.makeProp(m.labels, k);
m.labels[k] = v;
continue;
}
case 7: {
if (u !== 0)
break;
if (v = r.bool())
m.truncate = v;
else
delete m.truncate;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return IngestWriteRequest;
});

$lazy(v1, "IngestWriteReply", function() {

const IngestWriteReply = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

IngestWriteReply.prototype.path = "";
IngestWriteReply.prototype.offset = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
IngestWriteReply.prototype.digest = "";
IngestWriteReply.prototype.committed = false;

IngestWriteReply.create = function(properties) {
return new IngestWriteReply(properties);
};

IngestWriteReply.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.path != null && $Object.hasOwnProperty.call(m, "path") && m.path !== "")
w.uint32(10).string(m.path);
if (m.offset != null && $Object.hasOwnProperty.call(m, "offset") && (typeof m.offset === "object" ? m.offset.low || m.offset.high : m.offset !== 0))
w.uint32(16).int64(m.offset);
if (m.digest != null && $Object.hasOwnProperty.call(m, "digest") && m.digest !== "")
w.uint32(26).string(m.digest);
if (m.committed != null && $Object.hasOwnProperty.call(m, "committed") && m.committed !== false)
w.uint32(32).bool(m.committed);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

IngestWriteReply.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.stevedore.v1.IngestWriteReply();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.path = v;
else
delete m.path;
continue;
}
case 2: {
if (u !== 0)
break;
if (typeof (v = r.int64()) === "object" ? v.low || v.high : v !== 0)
m.offset = v;
else
delete m.offset;
continue;
}
case 3: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.digest = v;
else
delete m.digest;
continue;
}
case 4: {
if (u !== 0)
break;
if (v = r.bool())
m.committed = v;
else
delete m.committed;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return IngestWriteReply;
});

$lazy(v1, "LocateRequest", function() {

const LocateRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

LocateRequest.prototype.digest = "";

LocateRequest.create = function(properties) {
return new LocateRequest(properties);
};

LocateRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.digest != null && $Object.hasOwnProperty.call(m, "digest") && m.digest !== "")
w.uint32(10).string(m.digest);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

LocateRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.stevedore.v1.LocateRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.digest = v;
else
delete m.digest;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return LocateRequest;
});

$lazy(v1, "LocateReply", function() {

const LocateReply = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

LocateReply.prototype.path = "";
LocateReply.prototype.size = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

LocateReply.create = function(properties) {
return new LocateReply(properties);
};

LocateReply.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.path != null && $Object.hasOwnProperty.call(m, "path") && m.path !== "")
w.uint32(10).string(m.path);
if (m.size != null && $Object.hasOwnProperty.call(m, "size") && (typeof m.size === "object" ? m.size.low || m.size.high : m.size !== 0))
w.uint32(16).int64(m.size);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

LocateReply.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.stevedore.v1.LocateReply();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.path = v;
else
delete m.path;
continue;
}
case 2: {
if (u !== 0)
break;
if (typeof (v = r.int64()) === "object" ? v.low || v.high : v !== 0)
m.size = v;
else
delete m.size;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return LocateReply;
});

$lazy(v1, "AttachLazyLayerRequest", function() {

const AttachLazyLayerRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

AttachLazyLayerRequest.prototype.snapshotter = "";
AttachLazyLayerRequest.prototype.key = "";
AttachLazyLayerRequest.prototype.digest = "";
AttachLazyLayerRequest.prototype.size = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
AttachLazyLayerRequest.prototype.tocDigest = "";

AttachLazyLayerRequest.create = function(properties) {
return new AttachLazyLayerRequest(properties);
};

AttachLazyLayerRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.snapshotter != null && $Object.hasOwnProperty.call(m, "snapshotter") && m.snapshotter !== "")
w.uint32(10).string(m.snapshotter);
if (m.key != null && $Object.hasOwnProperty.call(m, "key") && m.key !== "")
w.uint32(18).string(m.key);
if (m.digest != null && $Object.hasOwnProperty.call(m, "digest") && m.digest !== "")
w.uint32(26).string(m.digest);
if (m.size != null && $Object.hasOwnProperty.call(m, "size") && (typeof m.size === "object" ? m.size.low || m.size.high : m.size !== 0))
w.uint32(32).int64(m.size);
if (m.tocDigest != null && $Object.hasOwnProperty.call(m, "tocDigest") && m.tocDigest !== "")
w.uint32(42).string(m.tocDigest);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

AttachLazyLayerRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.stevedore.v1.AttachLazyLayerRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.snapshotter = v;
else
delete m.snapshotter;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.key = v;
else
delete m.key;
continue;
}
case 3: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.digest = v;
else
delete m.digest;
continue;
}
case 4: {
if (u !== 0)
break;
if (typeof (v = r.int64()) === "object" ? v.low || v.high : v !== 0)
m.size = v;
else
delete m.size;
continue;
}
case 5: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.tocDigest = v;
else
delete m.tocDigest;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return AttachLazyLayerRequest;
});

$lazy(v1, "CompleteLazyLayerRequest", function() {

const CompleteLazyLayerRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

CompleteLazyLayerRequest.prototype.snapshotter = "";
CompleteLazyLayerRequest.prototype.name = "";
CompleteLazyLayerRequest.prototype.key = "";

CompleteLazyLayerRequest.create = function(properties) {
return new CompleteLazyLayerRequest(properties);
};

CompleteLazyLayerRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.snapshotter != null && $Object.hasOwnProperty.call(m, "snapshotter") && m.snapshotter !== "")
w.uint32(10).string(m.snapshotter);
if (m.name != null && $Object.hasOwnProperty.call(m, "name") && m.name !== "")
w.uint32(18).string(m.name);
if (m.key != null && $Object.hasOwnProperty.call(m, "key") && m.key !== "")
w.uint32(26).string(m.key);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

CompleteLazyLayerRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.stevedore.v1.CompleteLazyLayerRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.snapshotter = v;
else
delete m.snapshotter;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.name = v;
else
delete m.name;
continue;
}
case 3: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.key = v;
else
delete m.key;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return CompleteLazyLayerRequest;
});

$lazy(v1, "ReadLazyContentRequest", function() {

const ReadLazyContentRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ReadLazyContentRequest.prototype.digest = "";
ReadLazyContentRequest.prototype.size = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
ReadLazyContentRequest.prototype.offset = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
ReadLazyContentRequest.prototype.length = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

ReadLazyContentRequest.create = function(properties) {
return new ReadLazyContentRequest(properties);
};

ReadLazyContentRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.digest != null && $Object.hasOwnProperty.call(m, "digest") && m.digest !== "")
w.uint32(10).string(m.digest);
if (m.size != null && $Object.hasOwnProperty.call(m, "size") && (typeof m.size === "object" ? m.size.low || m.size.high : m.size !== 0))
w.uint32(16).int64(m.size);
if (m.offset != null && $Object.hasOwnProperty.call(m, "offset") && (typeof m.offset === "object" ? m.offset.low || m.offset.high : m.offset !== 0))
w.uint32(24).int64(m.offset);
if (m.length != null && $Object.hasOwnProperty.call(m, "length") && (typeof m.length === "object" ? m.length.low || m.length.high : m.length !== 0))
w.uint32(32).int64(m.length);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ReadLazyContentRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.stevedore.v1.ReadLazyContentRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.digest = v;
else
delete m.digest;
continue;
}
case 2: {
if (u !== 0)
break;
if (typeof (v = r.int64()) === "object" ? v.low || v.high : v !== 0)
m.size = v;
else
delete m.size;
continue;
}
case 3: {
if (u !== 0)
break;
if (typeof (v = r.int64()) === "object" ? v.low || v.high : v !== 0)
m.offset = v;
else
delete m.offset;
continue;
}
case 4: {
if (u !== 0)
break;
if (typeof (v = r.int64()) === "object" ? v.low || v.high : v !== 0)
m.length = v;
else
delete m.length;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ReadLazyContentRequest;
});

$lazy(v1, "LazyContentPart", function() {

const LazyContentPart = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

LazyContentPart.prototype.data = $util.newBuffer([]);

LazyContentPart.create = function(properties) {
return new LazyContentPart(properties);
};

LazyContentPart.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.data != null && $Object.hasOwnProperty.call(m, "data") && m.data.length)
w.uint32(10).bytes(m.data);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

LazyContentPart.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.stevedore.v1.LazyContentPart();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.bytes()).length)
m.data = v;
else
delete m.data;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return LazyContentPart;
});

$lazy(v1, "ActivateTaskMountsRequest", function() {

const ActivateTaskMountsRequest = function (p) {
this.mounts = [];
this.labels = {};
this.allowedTypes = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ActivateTaskMountsRequest.prototype.name = "";
ActivateTaskMountsRequest.prototype.mounts = $util.emptyArray;
ActivateTaskMountsRequest.prototype.labels = $util.emptyObject;
ActivateTaskMountsRequest.prototype.allowedTypes = $util.emptyArray;

ActivateTaskMountsRequest.create = function(properties) {
return new ActivateTaskMountsRequest(properties);
};

ActivateTaskMountsRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.name != null && $Object.hasOwnProperty.call(m, "name") && m.name !== "")
w.uint32(10).string(m.name);
if (m.mounts != null && m.mounts.length) {
for (var i = 0; i < m.mounts.length; ++i)
$root.containerd.types.Mount.encode(m.mounts[i], w.uint32(18).fork(), q + 1).ldelim();
}
if (m.labels != null && $Object.hasOwnProperty.call(m, "labels")) {
for (var ks = $Object.keys(m.labels), i = 0; i < ks.length; ++i) {
w.uint32(26).fork().uint32(10).string(ks[i]).uint32(18).string(m.labels[ks[i]]).ldelim();
}
}
if (m.allowedTypes != null && m.allowedTypes.length) {
for (var i = 0; i < m.allowedTypes.length; ++i)
w.uint32(34).string(m.allowedTypes[i]);
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ActivateTaskMountsRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, k, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.stevedore.v1.ActivateTaskMountsRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.name = v;
else
delete m.name;
continue;
}
case 2: {
if (u !== 2)
break;
if (!(m.mounts && m.mounts.length))
m.mounts = [];
m.mounts.push($root.containerd.types.Mount.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 3: {
if (u !== 2)
break;
if (m.labels === $util.emptyObject)
m.labels = {};
var c2 = r.size() + r.pos;
if (c2 > r.len)
throw $RangeError("index out of range");
r.len = c2;
k = "";
v = "";
while (r.pos < c2) {
var t2 = r.tag();
u = t2 & 7;
switch (t2 >>>= 3) {
case 1:
if (u !== 2)
break;
k = r.stringVerify();
continue;
case 2:
if (u !== 2)
break;
v = r.stringVerify();
continue;
}
r.skipType(u, q, t2);
}
if (r.pos !== c2)
throw $RangeError("index out of range");
r.len = c;
if (k === "__proto__")
$util.makeProp(m.labels, k);
m.labels[k] = v;
continue;
}
case 4: {
if (u !== 2)
break;
if (!(m.allowedTypes && m.allowedTypes.length))
m.allowedTypes = [];
m.allowedTypes.push(r.stringVerify());
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ActivateTaskMountsRequest;
});

$lazy(v1, "ResourceNamespaces", function() {

const ResourceNamespaces = function (p) {
this.names = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ResourceNamespaces.prototype.names = $util.emptyArray;

ResourceNamespaces.create = function(properties) {
return new ResourceNamespaces(properties);
};

ResourceNamespaces.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.names != null && m.names.length) {
for (var i = 0; i < m.names.length; ++i)
w.uint32(10).string(m.names[i]);
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ResourceNamespaces.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.stevedore.v1.ResourceNamespaces();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if (!(m.names && m.names.length))
m.names = [];
m.names.push(r.stringVerify());
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ResourceNamespaces;
});

$lazy(v1, "Epoch", function() {

const Epoch = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

Epoch.prototype.epoch = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

Epoch.create = function(properties) {
return new Epoch(properties);
};

Epoch.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.epoch != null && $Object.hasOwnProperty.call(m, "epoch") && (typeof m.epoch === "object" ? m.epoch.low || m.epoch.high : m.epoch !== 0))
w.uint32(8).int64(m.epoch);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

Epoch.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.stevedore.v1.Epoch();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 0)
break;
if (typeof (v = r.int64()) === "object" ? v.low || v.high : v !== 0)
m.epoch = v;
else
delete m.epoch;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return Epoch;
});

$lazy(v1, "ListResourcesRequest", function() {

const ListResourcesRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ListResourcesRequest.prototype.namespace = "";
ListResourcesRequest.prototype.epoch = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

ListResourcesRequest.create = function(properties) {
return new ListResourcesRequest(properties);
};

ListResourcesRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.namespace != null && $Object.hasOwnProperty.call(m, "namespace") && m.namespace !== "")
w.uint32(10).string(m.namespace);
if (m.epoch != null && $Object.hasOwnProperty.call(m, "epoch") && (typeof m.epoch === "object" ? m.epoch.low || m.epoch.high : m.epoch !== 0))
w.uint32(16).int64(m.epoch);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ListResourcesRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.stevedore.v1.ListResourcesRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.namespace = v;
else
delete m.namespace;
continue;
}
case 2: {
if (u !== 0)
break;
if (typeof (v = r.int64()) === "object" ? v.low || v.high : v !== 0)
m.epoch = v;
else
delete m.epoch;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ListResourcesRequest;
});

$lazy(v1, "Resource", function() {

const Resource = function (p) {
this.labels = {};
this.refs = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

Resource.prototype.namespace = "";
Resource.prototype.kind = "";
Resource.prototype.key = "";
Resource.prototype.labels = $util.emptyObject;
Resource.prototype.refs = $util.emptyArray;
Resource.prototype.expireAt = null;
Resource.prototype.root = false;
Resource.prototype.lease = "";

Resource.create = function(properties) {
return new Resource(properties);
};

Resource.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.namespace != null && $Object.hasOwnProperty.call(m, "namespace") && m.namespace !== "")
w.uint32(10).string(m.namespace);
if (m.kind != null && $Object.hasOwnProperty.call(m, "kind") && m.kind !== "")
w.uint32(18).string(m.kind);
if (m.key != null && $Object.hasOwnProperty.call(m, "key") && m.key !== "")
w.uint32(26).string(m.key);
if (m.labels != null && $Object.hasOwnProperty.call(m, "labels")) {
for (var ks = $Object.keys(m.labels), i = 0; i < ks.length; ++i) {
w.uint32(34).fork().uint32(10).string(ks[i]).uint32(18).string(m.labels[ks[i]]).ldelim();
}
}
if (m.refs != null && m.refs.length) {
for (var i = 0; i < m.refs.length; ++i)
$root.stevedore.v1.ResourceRef.encode(m.refs[i], w.uint32(42).fork(), q + 1).ldelim();
}
if (m.expireAt != null && $Object.hasOwnProperty.call(m, "expireAt"))
$root.google.protobuf.Timestamp.encode(m.expireAt, w.uint32(50).fork(), q + 1).ldelim();
if (m.root != null && $Object.hasOwnProperty.call(m, "root") && m.root !== false)
w.uint32(56).bool(m.root);
if (m.lease != null && $Object.hasOwnProperty.call(m, "lease") && m.lease !== "")
w.uint32(66).string(m.lease);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

Resource.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, k, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.stevedore.v1.Resource();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.namespace = v;
else
delete m.namespace;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.kind = v;
else
delete m.kind;
continue;
}
case 3: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.key = v;
else
delete m.key;
continue;
}
case 4: {
if (u !== 2)
break;
if (m.labels === $util.emptyObject)
m.labels = {};
var c2 = r.size() + r.pos;
if (c2 > r.len)
throw $RangeError("index out of range");
r.len = c2;
k = "";
v = "";
while (r.pos < c2) {
var t2 = r.tag();
u = t2 & 7;
switch (t2 >>>= 3) {
case 1:
if (u !== 2)
break;
k = r.stringVerify();
continue;
case 2:
if (u !== 2)
break;
v = r.stringVerify();
continue;
}
r.skipType(u, q, t2);
}
if (r.pos !== c2)
throw $RangeError("index out of range");
r.len = c;
if (k === "__proto__")
$util.makeProp(m.labels, k);
m.labels[k] = v;
continue;
}
case 5: {
if (u !== 2)
break;
if (!(m.refs && m.refs.length))
m.refs = [];
m.refs.push($root.stevedore.v1.ResourceRef.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 6: {
if (u !== 2)
break;
m.expireAt = $root.google.protobuf.Timestamp.decode(r, r.size(), $undefined, q + 1, m.expireAt);
continue;
}
case 7: {
if (u !== 0)
break;
if (v = r.bool())
m.root = v;
else
delete m.root;
continue;
}
case 8: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.lease = v;
else
delete m.lease;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return Resource;
});

$lazy(v1, "ResourceRef", function() {

const ResourceRef = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ResourceRef.prototype.kind = "";
ResourceRef.prototype.key = "";

ResourceRef.create = function(properties) {
return new ResourceRef(properties);
};

ResourceRef.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.kind != null && $Object.hasOwnProperty.call(m, "kind") && m.kind !== "")
w.uint32(10).string(m.kind);
if (m.key != null && $Object.hasOwnProperty.call(m, "key") && m.key !== "")
w.uint32(18).string(m.key);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ResourceRef.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.stevedore.v1.ResourceRef();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.kind = v;
else
delete m.kind;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.key = v;
else
delete m.key;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ResourceRef;
});

$lazy(v1, "ResourceBatch", function() {

const ResourceBatch = function (p) {
this.resources = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

ResourceBatch.prototype.resources = $util.emptyArray;

ResourceBatch.create = function(properties) {
return new ResourceBatch(properties);
};

ResourceBatch.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.resources != null && m.resources.length) {
for (var i = 0; i < m.resources.length; ++i)
$root.stevedore.v1.Resource.encode(m.resources[i], w.uint32(10).fork(), q + 1).ldelim();
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

ResourceBatch.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.stevedore.v1.ResourceBatch();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if (!(m.resources && m.resources.length))
m.resources = [];
m.resources.push($root.stevedore.v1.Resource.decode(r, r.size(), $undefined, q + 1));
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return ResourceBatch;
});

$lazy(v1, "SweepRequest", function() {

const SweepRequest = function (p) {
this.keys = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

SweepRequest.prototype.epoch = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
SweepRequest.prototype.namespace = "";
SweepRequest.prototype.kind = "";
SweepRequest.prototype.keys = $util.emptyArray;

SweepRequest.create = function(properties) {
return new SweepRequest(properties);
};

SweepRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.epoch != null && $Object.hasOwnProperty.call(m, "epoch") && (typeof m.epoch === "object" ? m.epoch.low || m.epoch.high : m.epoch !== 0))
w.uint32(8).int64(m.epoch);
if (m.namespace != null && $Object.hasOwnProperty.call(m, "namespace") && m.namespace !== "")
w.uint32(18).string(m.namespace);
if (m.kind != null && $Object.hasOwnProperty.call(m, "kind") && m.kind !== "")
w.uint32(26).string(m.kind);
if (m.keys != null && m.keys.length) {
for (var i = 0; i < m.keys.length; ++i)
w.uint32(34).string(m.keys[i]);
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

SweepRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.stevedore.v1.SweepRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 0)
break;
if (typeof (v = r.int64()) === "object" ? v.low || v.high : v !== 0)
m.epoch = v;
else
delete m.epoch;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.namespace = v;
else
delete m.namespace;
continue;
}
case 3: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.kind = v;
else
delete m.kind;
continue;
}
case 4: {
if (u !== 2)
break;
if (!(m.keys && m.keys.length))
m.keys = [];
m.keys.push(r.stringVerify());
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return SweepRequest;
});

$lazy(v1, "CondemnReply", function() {

const CondemnReply = function (p) {
this.refused = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

CondemnReply.prototype.refused = $util.emptyArray;

CondemnReply.create = function(properties) {
return new CondemnReply(properties);
};

CondemnReply.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.refused != null && m.refused.length) {
for (var i = 0; i < m.refused.length; ++i)
w.uint32(10).string(m.refused[i]);
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

CondemnReply.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.stevedore.v1.CondemnReply();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if (!(m.refused && m.refused.length))
m.refused = [];
m.refused.push(r.stringVerify());
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return CondemnReply;
});

$lazy(v1, "SweepReply", function() {

const SweepReply = function (p) {
this.removed = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

SweepReply.prototype.removed = $util.emptyArray;

SweepReply.create = function(properties) {
return new SweepReply(properties);
};

SweepReply.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.removed != null && m.removed.length) {
for (var i = 0; i < m.removed.length; ++i)
w.uint32(10).string(m.removed[i]);
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

SweepReply.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.stevedore.v1.SweepReply();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if (!(m.removed && m.removed.length))
m.removed = [];
m.removed.push(r.stringVerify());
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return SweepReply;
});

$lazy(v1, "CleanupReply", function() {

const CleanupReply = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

CleanupReply.prototype.freedBytes = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

CleanupReply.create = function(properties) {
return new CleanupReply(properties);
};

CleanupReply.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.freedBytes != null && $Object.hasOwnProperty.call(m, "freedBytes") && (typeof m.freedBytes === "object" ? m.freedBytes.low || m.freedBytes.high : m.freedBytes !== 0))
w.uint32(8).int64(m.freedBytes);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

CleanupReply.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.stevedore.v1.CleanupReply();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 0)
break;
if (typeof (v = r.int64()) === "object" ? v.low || v.high : v !== 0)
m.freedBytes = v;
else
delete m.freedBytes;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return CleanupReply;
});

$lazy(v1, "CheckEmptyRequest", function() {

const CheckEmptyRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

CheckEmptyRequest.prototype.namespace = "";

CheckEmptyRequest.create = function(properties) {
return new CheckEmptyRequest(properties);
};

CheckEmptyRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.namespace != null && $Object.hasOwnProperty.call(m, "namespace") && m.namespace !== "")
w.uint32(10).string(m.namespace);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

CheckEmptyRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.stevedore.v1.CheckEmptyRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.namespace = v;
else
delete m.namespace;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return CheckEmptyRequest;
});

$lazy(v1, "CheckEmptyReply", function() {

const CheckEmptyReply = function (p) {
this.kinds = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

CheckEmptyReply.prototype.kinds = $util.emptyArray;
CheckEmptyReply.prototype.revision = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

CheckEmptyReply.create = function(properties) {
return new CheckEmptyReply(properties);
};

CheckEmptyReply.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.kinds != null && m.kinds.length) {
for (var i = 0; i < m.kinds.length; ++i)
w.uint32(10).string(m.kinds[i]);
}
if (m.revision != null && $Object.hasOwnProperty.call(m, "revision") && (typeof m.revision === "object" ? m.revision.low || m.revision.high : m.revision !== 0))
w.uint32(16).int64(m.revision);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

CheckEmptyReply.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.stevedore.v1.CheckEmptyReply();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if (!(m.kinds && m.kinds.length))
m.kinds = [];
m.kinds.push(r.stringVerify());
continue;
}
case 2: {
if (u !== 0)
break;
if (typeof (v = r.int64()) === "object" ? v.low || v.high : v !== 0)
m.revision = v;
else
delete m.revision;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return CheckEmptyReply;
});

$lazy(v1, "DropNamespaceRequest", function() {

const DropNamespaceRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

DropNamespaceRequest.prototype.namespace = "";
DropNamespaceRequest.prototype.revision = $util.Long ? $util.Long.fromBits(0,0,false) : 0;

DropNamespaceRequest.create = function(properties) {
return new DropNamespaceRequest(properties);
};

DropNamespaceRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.namespace != null && $Object.hasOwnProperty.call(m, "namespace") && m.namespace !== "")
w.uint32(10).string(m.namespace);
if (m.revision != null && $Object.hasOwnProperty.call(m, "revision") && (typeof m.revision === "object" ? m.revision.low || m.revision.high : m.revision !== 0))
w.uint32(16).int64(m.revision);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

DropNamespaceRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.stevedore.v1.DropNamespaceRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.namespace = v;
else
delete m.namespace;
continue;
}
case 2: {
if (u !== 0)
break;
if (typeof (v = r.int64()) === "object" ? v.low || v.high : v !== 0)
m.revision = v;
else
delete m.revision;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return DropNamespaceRequest;
});

$lazy(v1, "SnapshottersRequest", function() {

const SnapshottersRequest = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

SnapshottersRequest.create = function(properties) {
return new SnapshottersRequest(properties);
};

SnapshottersRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

SnapshottersRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.stevedore.v1.SnapshottersRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
r.skipType(t & 7, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return SnapshottersRequest;
});

$lazy(v1, "SnapshottersReply", function() {

const SnapshottersReply = function (p) {
this.snapshotters = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

SnapshottersReply.prototype.snapshotters = $util.emptyArray;

SnapshottersReply.create = function(properties) {
return new SnapshottersReply(properties);
};

SnapshottersReply.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.snapshotters != null && m.snapshotters.length) {
for (var i = 0; i < m.snapshotters.length; ++i)
$root.stevedore.v1.Snapshotter.encode(m.snapshotters[i], w.uint32(10).fork(), q + 1).ldelim();
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

SnapshottersReply.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.stevedore.v1.SnapshottersReply();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if (!(m.snapshotters && m.snapshotters.length))
m.snapshotters = [];
m.snapshotters.push($root.stevedore.v1.Snapshotter.decode(r, r.size(), $undefined, q + 1));
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return SnapshottersReply;
});

$lazy(v1, "Snapshotter", function() {

const Snapshotter = function (p) {
this.capabilities = [];
this.exports = {};
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

Snapshotter.prototype.name = "";
Snapshotter.prototype.root = "";
Snapshotter.prototype.capabilities = $util.emptyArray;
Snapshotter.prototype.missing = "";
Snapshotter.prototype.exports = $util.emptyObject;

Snapshotter.create = function(properties) {
return new Snapshotter(properties);
};

Snapshotter.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.name != null && $Object.hasOwnProperty.call(m, "name") && m.name !== "")
w.uint32(10).string(m.name);
if (m.root != null && $Object.hasOwnProperty.call(m, "root") && m.root !== "")
w.uint32(18).string(m.root);
if (m.capabilities != null && m.capabilities.length) {
for (var i = 0; i < m.capabilities.length; ++i)
w.uint32(26).string(m.capabilities[i]);
}
if (m.missing != null && $Object.hasOwnProperty.call(m, "missing") && m.missing !== "")
w.uint32(34).string(m.missing);
if (m.exports != null && $Object.hasOwnProperty.call(m, "exports")) {
for (var ks = $Object.keys(m.exports), i = 0; i < ks.length; ++i) {
w.uint32(42).fork().uint32(10).string(ks[i]).uint32(18).string(m.exports[ks[i]]).ldelim();
}
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

Snapshotter.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, k, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.stevedore.v1.Snapshotter();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.name = v;
else
delete m.name;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.root = v;
else
delete m.root;
continue;
}
case 3: {
if (u !== 2)
break;
if (!(m.capabilities && m.capabilities.length))
m.capabilities = [];
m.capabilities.push(r.stringVerify());
continue;
}
case 4: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.missing = v;
else
delete m.missing;
continue;
}
case 5: {
if (u !== 2)
break;
if (m.exports === $util.emptyObject)
m.exports = {};
var c2 = r.size() + r.pos;
if (c2 > r.len)
throw $RangeError("index out of range");
r.len = c2;
k = "";
v = "";
while (r.pos < c2) {
var t2 = r.tag();
u = t2 & 7;
switch (t2 >>>= 3) {
case 1:
if (u !== 2)
break;
k = r.stringVerify();
continue;
case 2:
if (u !== 2)
break;
v = r.stringVerify();
continue;
}
r.skipType(u, q, t2);
}
if (r.pos !== c2)
throw $RangeError("index out of range");
r.len = c;
if (k === "__proto__")
$util.makeProp(m.exports, k);
m.exports[k] = v;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return Snapshotter;
});

$lazy(v1, "UnpackRequest", function() {

const UnpackRequest = function (p) {
this.mounts = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

UnpackRequest.prototype.path = "";
UnpackRequest.prototype.mediaType = "";
UnpackRequest.prototype.mounts = $util.emptyArray;
UnpackRequest.prototype.available = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
UnpackRequest.prototype.end = false;

UnpackRequest.create = function(properties) {
return new UnpackRequest(properties);
};

UnpackRequest.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.path != null && $Object.hasOwnProperty.call(m, "path") && m.path !== "")
w.uint32(10).string(m.path);
if (m.mediaType != null && $Object.hasOwnProperty.call(m, "mediaType") && m.mediaType !== "")
w.uint32(18).string(m.mediaType);
if (m.mounts != null && m.mounts.length) {
for (var i = 0; i < m.mounts.length; ++i)
$root.containerd.types.Mount.encode(m.mounts[i], w.uint32(26).fork(), q + 1).ldelim();
}
if (m.available != null && $Object.hasOwnProperty.call(m, "available") && (typeof m.available === "object" ? m.available.low || m.available.high : m.available !== 0))
w.uint32(32).int64(m.available);
if (m.end != null && $Object.hasOwnProperty.call(m, "end") && m.end !== false)
w.uint32(40).bool(m.end);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

UnpackRequest.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.stevedore.v1.UnpackRequest();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.path = v;
else
delete m.path;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.mediaType = v;
else
delete m.mediaType;
continue;
}
case 3: {
if (u !== 2)
break;
if (!(m.mounts && m.mounts.length))
m.mounts = [];
m.mounts.push($root.containerd.types.Mount.decode(r, r.size(), $undefined, q + 1));
continue;
}
case 4: {
if (u !== 0)
break;
if (typeof (v = r.int64()) === "object" ? v.low || v.high : v !== 0)
m.available = v;
else
delete m.available;
continue;
}
case 5: {
if (u !== 0)
break;
if (v = r.bool())
m.end = v;
else
delete m.end;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return UnpackRequest;
});

$lazy(v1, "UnpackReply", function() {

const UnpackReply = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

UnpackReply.prototype.consumed = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
UnpackReply.prototype.applied = null;

UnpackReply.create = function(properties) {
return new UnpackReply(properties);
};

UnpackReply.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.consumed != null && $Object.hasOwnProperty.call(m, "consumed") && (typeof m.consumed === "object" ? m.consumed.low || m.consumed.high : m.consumed !== 0))
w.uint32(8).int64(m.consumed);
if (m.applied != null && $Object.hasOwnProperty.call(m, "applied"))
$root.containerd.types.Descriptor.encode(m.applied, w.uint32(18).fork(), q + 1).ldelim();
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

UnpackReply.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.stevedore.v1.UnpackReply();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 0)
break;
if (typeof (v = r.int64()) === "object" ? v.low || v.high : v !== 0)
m.consumed = v;
else
delete m.consumed;
continue;
}
case 2: {
if (u !== 2)
break;
m.applied = $root.containerd.types.Descriptor.decode(r, r.size(), $undefined, q + 1, m.applied);
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return UnpackReply;
});

return v1;
});

return stevedore;
})();

export const ttrpc = $root.ttrpc = (() => {

const ttrpc = {};

$lazy(ttrpc, "Request", function() {

const Request = function (p) {
this.metadata = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

Request.prototype.service = "";
Request.prototype.method = "";
Request.prototype.payload = $util.newBuffer([]);
Request.prototype.timeoutNano = $util.Long ? $util.Long.fromBits(0,0,false) : 0;
Request.prototype.metadata = $util.emptyArray;

Request.create = function(properties) {
return new Request(properties);
};

Request.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.service != null && $Object.hasOwnProperty.call(m, "service") && m.service !== "")
w.uint32(10).string(m.service);
if (m.method != null && $Object.hasOwnProperty.call(m, "method") && m.method !== "")
w.uint32(18).string(m.method);
if (m.payload != null && $Object.hasOwnProperty.call(m, "payload") && m.payload.length)
w.uint32(26).bytes(m.payload);
if (m.timeoutNano != null && $Object.hasOwnProperty.call(m, "timeoutNano") && (typeof m.timeoutNano === "object" ? m.timeoutNano.low || m.timeoutNano.high : m.timeoutNano !== 0))
w.uint32(32).int64(m.timeoutNano);
if (m.metadata != null && m.metadata.length) {
for (var i = 0; i < m.metadata.length; ++i)
$root.ttrpc.KeyValue.encode(m.metadata[i], w.uint32(42).fork(), q + 1).ldelim();
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

Request.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.ttrpc.Request();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.service = v;
else
delete m.service;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.method = v;
else
delete m.method;
continue;
}
case 3: {
if (u !== 2)
break;
if ((v = r.bytes()).length)
m.payload = v;
else
delete m.payload;
continue;
}
case 4: {
if (u !== 0)
break;
if (typeof (v = r.int64()) === "object" ? v.low || v.high : v !== 0)
m.timeoutNano = v;
else
delete m.timeoutNano;
continue;
}
case 5: {
if (u !== 2)
break;
if (!(m.metadata && m.metadata.length))
m.metadata = [];
m.metadata.push($root.ttrpc.KeyValue.decode(r, r.size(), $undefined, q + 1));
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return Request;
});

$lazy(ttrpc, "Response", function() {

const Response = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

Response.prototype.status = null;
Response.prototype.payload = $util.newBuffer([]);

Response.create = function(properties) {
return new Response(properties);
};

Response.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.status != null && $Object.hasOwnProperty.call(m, "status"))
$root.google.rpc.Status.encode(m.status, w.uint32(10).fork(), q + 1).ldelim();
if (m.payload != null && $Object.hasOwnProperty.call(m, "payload") && m.payload.length)
w.uint32(18).bytes(m.payload);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

Response.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.ttrpc.Response();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
m.status = $root.google.rpc.Status.decode(r, r.size(), $undefined, q + 1, m.status);
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.bytes()).length)
m.payload = v;
else
delete m.payload;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return Response;
});

$lazy(ttrpc, "StringList", function() {

const StringList = function (p) {
this.list = [];
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

StringList.prototype.list = $util.emptyArray;

StringList.create = function(properties) {
return new StringList(properties);
};

StringList.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.list != null && m.list.length) {
for (var i = 0; i < m.list.length; ++i)
w.uint32(10).string(m.list[i]);
}
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

StringList.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.ttrpc.StringList();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if (!(m.list && m.list.length))
m.list = [];
m.list.push(r.stringVerify());
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return StringList;
});

$lazy(ttrpc, "KeyValue", function() {

const KeyValue = function (p) {
if (p)
for (var ks = $Object.keys(p), i = 0; i < ks.length; ++i)
if (p[ks[i]] != null && ks[i] !== "__proto__")
this[ks[i]] = p[ks[i]];
};

KeyValue.prototype.key = "";
KeyValue.prototype.value = "";

KeyValue.create = function(properties) {
return new KeyValue(properties);
};

KeyValue.encode = function (m, w, q) {
if (!w)
w = $Writer.create();
if (q === $undefined)
q = 0;
if (q > $util.recursionLimit)
throw $Error("max depth exceeded");
if (m.key != null && $Object.hasOwnProperty.call(m, "key") && m.key !== "")
w.uint32(10).string(m.key);
if (m.value != null && $Object.hasOwnProperty.call(m, "value") && m.value !== "")
w.uint32(18).string(m.value);
if (m.$unknowns != null && $Object.hasOwnProperty.call(m, "$unknowns"))
for (var i = 0; i < m.$unknowns.length; ++i)
w.raw(m.$unknowns[i]);
return w;
};

KeyValue.decode = function (r, l, z, q, g) {
if (!(r instanceof $Reader))
r = $Reader.create(r);
if (q === $undefined)
q = 0;
if (q > $Reader.recursionLimit)
throw $Error("max depth exceeded");
var c, m, v;
if (l === $undefined)
c = r.len;
else {
c = r.pos + l;
if (c > r.len)
throw $RangeError("index out of range");
l = r.len;
r.len = c;
}
m = g || new $root.ttrpc.KeyValue();
while (r.pos < c) {
var s = r.pos;
var t = r.tag();
if (t === z) {
z = $undefined;
break;
}
var u = t & 7;
switch (t >>>= 3) {
case 1: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.key = v;
else
delete m.key;
continue;
}
case 2: {
if (u !== 2)
break;
if ((v = r.stringVerify()).length)
m.value = v;
else
delete m.value;
continue;
}
}
r.skipType(u, q, t);
if (!r.discardUnknown) {
$util.makeProp(m, "$unknowns", false);
(m.$unknowns || (m.$unknowns = [])).push(r.raw(s, r.pos));
}
}
if (l !== $undefined) {
if (r.pos !== c)
throw $RangeError("index out of range");
r.len = l;
}
if (z !== $undefined)
throw $Error("missing end group");
return m;
};

return KeyValue;
});

return ttrpc;
})();

export {
$root as default
};
