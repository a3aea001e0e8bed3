declare module '@npmcli/map-workspaces' {
  interface Options {
    readonly cwd: string;
    readonly pkg: { readonly workspaces: readonly string[] };
  }
  /** Folders by the name of the package in them. */
  function mapWorkspaces(options: Options): Promise<ReadonlyMap<string, string>>;
  export = mapWorkspaces;
}
