/** An API by traffic that was recorded. */
export interface RecordedInput {
  /** An HTTP archive (HAR), as browsers, proxies and many clients write it: a path from the module that says it, or the URL of a file. */
  har: string | URL
  /** Whose exchanges are meant: 'https://api.example.com'. Default: the one host that there is. */
  url?: string
  /** Members of a body or a query in which two requests may differ and be the same all the same: ['created', 'nonce']. */
  ignore?: readonly string[]
}

/** Where a recording lies. Its handlers are made when a scenario is loaded. */
export interface RecordedSource extends Omit<RecordedInput, 'har'> {
  /** Absolute, or from the scenario's folder. */
  file: string
}
