import type { InferOutput } from 'valibot';

import { type Advisory, type AdvisoryBody, parseAdvisoryId } from '#domain/advisory.ts';
import { forbidden, notFound } from '#domain/errors.ts';
import { changeAdvisories } from '#http/change-advisories.ts';
import type { Editing } from '#http/edit-package.ts';

/** Advisories of one package: they are one item of the table, which may have 400 KB. */
const MOST = 50;

interface Published {
  readonly advisory: Advisory;
  readonly isNew: boolean;
}

/** Publishes an advisory, or replaces it. */
export async function publishAdvisory(
  call: Editing,
  text: string,
  body: InferOutput<typeof AdvisoryBody>,
): Promise<Published> {
  const { params, services } = call;
  const id = parseAdvisoryId(text);
  const updated = services.now().toISOString();
  let advisory = { id, ...body, created: updated, updated };
  let isNew = true;
  await changeAdvisories(call, (list) => {
    const before = list.find((each) => each.id === id);
    const others = list.filter((each) => each !== before);
    if (others.length >= MOST) {
      throw forbidden(`${params.package} has ${MOST} advisories already: remove one first`);
    }
    advisory = { ...advisory, created: before?.created ?? updated };
    isNew = !before;
    const change = { ...(before && { before: { ...before } }), after: { ...advisory } };
    return { list: [...others, advisory], action: 'advisory', detail: { id }, change };
  });
  return { advisory, isNew };
}

/** Takes an advisory back. */
export async function withdrawAdvisory(call: Editing, id: string): Promise<void> {
  const { params } = call;
  await changeAdvisories(call, (list) => {
    const before = list.find((each) => each.id === id);
    if (!before) throw notFound(`advisory "${id}" of ${params.package}`);
    return {
      list: list.filter((each) => each !== before),
      action: 'advisory-remove',
      detail: { id },
      change: { before: { ...before } },
    };
  });
}
