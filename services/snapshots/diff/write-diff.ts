export interface DiffJob { x: 1 }
export interface DiffResult { x: 1 }
export async function writeDiff(_job: DiffJob, _context: unknown): Promise<DiffResult> { throw new Error("TODO"); }
