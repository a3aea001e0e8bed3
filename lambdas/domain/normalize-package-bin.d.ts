declare module 'npm-normalize-package-bin' {
  /** Gives `bin` as an object of safe names and paths, or none where nothing usable is declared. */
  export default function normalize(manifest: { name?: unknown; bin?: unknown }): {
    bin?: Readonly<Record<string, string>>;
  };
}
