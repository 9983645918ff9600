/** A listening server; closing it ends its connections and cancels their calls. */
export interface RpcServer extends AsyncDisposable {
  close(): Promise<void>;
}
