import { LONGEST_AGENT } from '#domain/downloads/agent-length.ts';
import type { TarballDelivery } from '#http/api-gateway/serve.ts';
import { blobUrl } from '#store/aws/blobs.ts';
import { variable } from '#store/aws/environment.ts';
import { sendMessage } from '#store/aws/queue.ts';
import { UPSTREAM_PREFIX } from '#store/aws/upstream/configuration.ts';
import { createRecent } from '#store/upstream/recent.ts';

/** Tarballs come from S3 itself, at a host where no token of ours is sent; each is counted by a message. */
export const delivery: TarballDelivery = {
  blobUrl: async ({ key, of }, headers) =>
    blobUrl(key, headers, of === 'upstream' ? { prefix: UPSTREAM_PREFIX } : {}),
  count: async ({ name, version }, { headers, address }) => {
    const at = new Date().toISOString();
    const agent = headers['user-agent']?.slice(0, LONGEST_AGENT) ?? '';
    await send({ name, version, at, agent, address });
  },
  countMissing: async ({ name, version }) => {
    await send({ missing: true, name, version, at: new Date().toISOString() });
  },
  countRefused: async ({ name, version, rule, reason }) => {
    const what = `${rule} ${name}@${version}`;
    if (toldOfLate.get(what)) return;
    toldOfLate.add(what, true);
    const at = new Date().toISOString();
    await send({ refused: true, name, version, rule, reason, at });
  },
};

/** Milliseconds in which a process tells of the same refusal once. */
const TOLD = 60_000;
const toldOfLate = createRecent<true>(TOLD, () => new Date());

const send = async (message: object): Promise<void> =>
  sendMessage(variable('PANTRY_DOWNLOADS_QUEUE'), message);
