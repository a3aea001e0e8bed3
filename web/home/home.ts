import type { Page } from '#web/layout.ts';
import { markup } from '#web/markup.ts';
import { homePath } from '#web/paths.ts';

interface Home {
  readonly host: string;
}

export const homePage = ({ host }: Home): Page => ({
  title: host,
  description: `Packages of ${host}`,
  canonical: homePath,
  content: markup`<h1>Packages of ${host}</h1>`,
});
