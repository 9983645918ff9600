import { describeContentStore } from "./suite.ts";
import { openLocal, openRemote } from "./suite-subjects.ts";

describeContentStore("local store", () => openLocal("inline"));
describeContentStore("local store, hashing on another thread", () => openLocal("worker"));
describeContentStore("the service over ttrpc", openRemote);
