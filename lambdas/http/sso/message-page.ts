import { RegistryError } from '#domain/errors.ts';
import type { Reply } from '#http/reply.ts';
import { markup } from '#web/markup.ts';
import { toSentence } from '#web/message.ts';

import { page } from './page.ts';

/** A page that says one thing. */
export const messagePage = (title: string, text: string, status = 200): Reply =>
  page({ title, content: [markup`<p>${toSentence(text)}</p>`], status });

/** What a person is to know of an error, as a page: they see a browser, and no JSON. */
export async function withErrorPages(work: () => Promise<Reply>): Promise<Reply> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof RegistryError)) throw error;
    const reply = messagePage('This did not work', error.message, error.status);
    return { ...reply, headers: { ...error.headers, ...reply.headers } };
  }
}
