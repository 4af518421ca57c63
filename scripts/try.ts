import { large } from "../test/drift/large.ts";
import { driftOf } from "./drift/drift.ts";
const n = Number(process.argv[2]);
const [a,b]=[large(n,false),large(n,true)];
const t=performance.now();
const d=await driftOf(a,b);
console.log(n,JSON.stringify(a).length,d.changes.length,d.step,Math.round(performance.now()-t),"ms");
