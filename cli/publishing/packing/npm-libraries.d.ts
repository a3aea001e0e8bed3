declare module 'npm-packlist' {
  /** What npm's own tree of a project has, as far as packing looks at it. */
  export interface PackageTree {
    readonly path: string;
    readonly package: Readonly<Record<string, unknown>>;
    readonly isProjectRoot: boolean;
    readonly isLink: boolean;
    /** The package itself, where this is a link to it. */
    readonly target: PackageTree;
    /** Absolute folders by name. */
    readonly workspaces?: ReadonlyMap<string, string> | undefined;
    readonly edgesOut: ReadonlyMap<string, PackageEdge>;
  }

  export interface PackageEdge {
    readonly peer: boolean;
    readonly dev: boolean;
    /** Undefined where it is not installed. */
    readonly to: PackageTree | undefined;
  }

  interface Options {
    readonly path: string;
    readonly prefix?: string | undefined;
    readonly workspaces?: readonly string[] | undefined;
    readonly globalIgnoreFile?: string | undefined;
  }

  /** The files of a package, relative to its folder, in the order of the tarball. */
  export default function packlist(tree: PackageTree, options: Options): Promise<readonly string[]>;
}

declare module '@npmcli/package-json' {
  type Content = Readonly<Record<string, unknown>>;

  interface Read {
    readonly content: Content;
    /** As `npm publish` sends it. */
    prepare(): Promise<Read>;
  }

  const PackageJson: {
    /** As it is. */
    load(folder: string): Promise<Read>;
    /** As installed packages are read. */
    normalize(folder: string): Promise<Read>;
    /** As `npm publish` reads its own: what it corrects is told in `changes`. */
    fix(folder: string, options: { changes: string[] }): Promise<Read>;
  };
  export default PackageJson;
}

declare module '@npmcli/map-workspaces' {
  /** The folders of a project's workspaces by the names of their packages. */
  export default function mapWorkspaces(options: {
    readonly cwd: string;
    readonly pkg: Readonly<Record<string, unknown>>;
  }): Promise<ReadonlyMap<string, string>>;
}

declare module '@npmcli/promise-spawn' {
  import type { ChildProcess, SpawnOptions } from 'node:child_process';

  interface Ended {
    readonly code: number | null;
    readonly signal: NodeJS.Signals | null;
  }

  /** Runs a command, by a shell where one is named; rejects where it does not end with 0. */
  export default function promiseSpawn(
    command: string,
    args: readonly string[],
    options: SpawnOptions & { readonly stdioString?: boolean },
  ): Promise<Ended> & { readonly process: ChildProcess };
}
