import { LONGEST_AGENT } from '#domain/downloads/agent-length.ts';
import type { TarballDelivery } from '#http/api-gateway/serve.ts';
import { blobUrl } from '#store/aws/blobs.ts';
import { variable } from '#store/aws/environment.ts';
import { sendMessage } from '#store/aws/queue.ts';
import { UPSTREAM_PREFIX } from '#store/aws/upstream/configuration.ts';

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
};

const send = async (message: object): Promise<void> =>
  sendMessage(variable('PANTRY_DOWNLOADS_QUEUE'), message);
