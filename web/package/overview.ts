import type { Page } from '#web/layout.ts';
import { markup } from '#web/markup.ts';

import { type PackageHead, packageShell } from './shell.ts';

interface Overview {
  readonly head: PackageHead;
}

export const overviewPage = ({ head }: Overview): Page =>
  packageShell({ head, content: markup`<p>${head.version}</p>` });
