import type { Page } from '#web/layout.ts';
import type { Markup } from '#web/markup.ts';

import { readmeSection } from './readme.ts';
import { type PackageHead, packageShell } from './shell.ts';

interface Overview {
  readonly head: PackageHead;
  /** Rendered; absent where there is none. */
  readonly readme: Markup | undefined;
}

export const overviewPage = ({ head, readme }: Overview): Page =>
  packageShell({ head, content: readmeSection(readme) });
