import * as esbuild from 'esbuild';
import { mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';

import { embeddedAssets } from '../../web/embedded-assets.mjs';
import {
  EDGE_LOG_FUNCTION,
  folderOf,
  gatewayFunctions,
  JOB_FUNCTIONS,
  PROXY_FUNCTION,
} from '../functions/gateway-functions.ts';
import { entryOf } from './entry.ts';
import { BUNDLES, ROOT } from './folders.ts';

/** Bytes of each bundle, by the function's folder. */
export type BundleSizes = ReadonlyMap<string, number>;

/** Bundles every function by one call of esbuild. */
export async function bundleFunctions(): Promise<BundleSizes> {
  await mkdir(path.dirname(BUNDLES), { recursive: true });
  const entries = entryModules();
  const { outputFiles } = await esbuild.build({
    entryPoints: [...entries.keys()].map((folder) => ({
      in: `function:${folder}`,
      out: `${folder}/index`,
    })),
    plugins: [functionEntries(entries)],
    absWorkingDir: ROOT,
    outdir: BUNDLES,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'esm',
    mainFields: ['module', 'main'],
    define: embeddedAssets(),
    alias: {
      '@aws-sdk/credential-provider-node': path.join(ROOT, 'lambdas/functions/credentials.ts'),
      postcss: path.join(ROOT, 'lambdas/functions/no-postcss.ts'),
    },
    // electrodb is CommonJS and asks for Node's own modules by require().
    banner: {
      js: "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);",
    },
    write: false,
    logLevel: 'warning',
  });
  await keep(outputFiles);
  return new Map(
    outputFiles.map((file) => [path.basename(path.dirname(file.path)), file.contents.length]),
  );
}

/**
 * Puts bundles in their place, all at once where there are none, and otherwise each at once: another synthesis
 * may be reading them.
 */
async function keep(files: readonly esbuild.OutputFile[]): Promise<void> {
  const draft = await mkdtemp(`${BUNDLES}-`);
  for (const { path: file, contents } of files) {
    const at = path.join(draft, path.relative(BUNDLES, file));
    await mkdir(path.dirname(at), { recursive: true });
    await writeFile(at, contents);
  }
  try {
    await rename(draft, BUNDLES);
  } catch {
    // They were there: a folder does not replace one that has files.
    for (const { path: file, contents } of files) {
      const existing = await readFile(file).catch(() => undefined);
      if (existing?.equals(contents)) continue;
      await mkdir(path.dirname(file), { recursive: true });
      await rename(path.join(draft, path.relative(BUNDLES, file)), file);
    }
    await rm(draft, { recursive: true });
  }
}

/** The source of each function's entry, by its folder. */
function entryModules(): ReadonlyMap<string, string> {
  const endpoints = gatewayFunctions().map((each) => [each.folder, entryOf(each)] as const);
  const jobs = [...JOB_FUNCTIONS, EDGE_LOG_FUNCTION, PROXY_FUNCTION].map(
    (id) => [folderOf(id), `export { handler } from '#functions/${id}.ts';`] as const,
  );
  return new Map([...endpoints, ...jobs]);
}

/** Entries are written here, not in files: the routes say all that is in them. */
const functionEntries = (entries: ReadonlyMap<string, string>): esbuild.Plugin => ({
  name: 'function-entries',
  setup(build) {
    build.onResolve({ filter: /^function:/ }, ({ path: name }) => ({
      path: name.slice('function:'.length),
      namespace: 'function',
    }));
    build.onLoad({ filter: /.*/, namespace: 'function' }, ({ path: folder }) => ({
      contents: entries.get(folder) ?? '',
      loader: 'ts',
      resolveDir: ROOT,
    }));
  },
});
