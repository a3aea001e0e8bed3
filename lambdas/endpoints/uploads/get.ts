import * as v from 'valibot';

import { RegistryError } from '#domain/errors.ts';
import { parsePackageName } from '#domain/package-name.ts';
import { actorOf } from '#domain/principal.ts';
import { partsOf } from '#domain/upload-parts.ts';
import { readUploadId, stagingKey } from '#domain/upload.ts';
import { endpoint } from '#http/endpoint.ts';
import { defineRoute } from '#http/route.ts';
import { showUpload } from '#http/show-upload.ts';

/** `pantry publish` that was broken off and is run again: it sends the parts that are missing. */
export const route = defineRoute({
  method: 'GET',
  path: '/-/v1/uploads/{upload}',
  summary: 'Say which parts of an upload have arrived, and where to put the others',
  permission: 'publisher',
  query: v.object({
    package: v.pipe(v.string('say which package it is for'), v.maxLength(214, 'up to 214')),
  }),
  limit: 'publish',
  stores: ['uploads:parts'],
});

export const handle = endpoint(route, async ({ params, query, principal, request, services }) => {
  const { id, endsAt, parts } = readUploadId(params.upload);
  if (!parts || endsAt <= services.now().getTime()) throw noSuchUpload();
  const name = parsePackageName(query.package);
  const key = stagingKey({ id, user: actorOf(principal), name });
  const { size, handle: called } = parts;
  const upload = { id, key, size, handle: called, endsAt: new Date(endsAt) };
  const received = await services.uploads.parts.received(upload);
  if (!received) throw noSuchUpload();
  const arrived = received === 'whole' ? partsOf(size) : received;
  return showUpload(upload, arrived, { request, services, status: 200 });
});

const noSuchUpload = (): RegistryError =>
  new RegistryError(
    'not_found',
    'there is no such upload in parts: it was committed, is over, or of another user or package. Start it anew',
  );
