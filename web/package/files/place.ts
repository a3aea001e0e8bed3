/** Where in which version of a package somebody looks. */
export interface Place {
  readonly name: string;
  readonly version: string;
  /** Of a file or folder; `''` for all of the package. */
  readonly path: string;
}
