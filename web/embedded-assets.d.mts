/** What esbuild puts in place of EMBEDDED_ASSETS: a bundle reads no files beside it. */
export declare const embeddedAssets: () => { readonly EMBEDDED_ASSETS: string };
