import { CommandError } from '../command/failure.ts';
import { publishDocument } from './document.ts';
import type { DriverName, Published, PublishCall, Source } from './driver.ts';
import { type Asking, isPantry, isThere } from './look.ts';
import type { Packed } from './packed.ts';
import type { ProvenancePlan } from './plan-provenance.ts';
import type { Publication } from './publication.ts';
import { sendOrdinarily } from './send-ordinarily.ts';
import type { Terms } from './terms.ts';
import { upload } from './upload.ts';
import type { Announced } from './uploading/announcement.ts';

interface Publishing {
  readonly driver: DriverName;
  readonly call: PublishCall;
  readonly source: Pick<Source, 'packed' | 'manifest'>;
  readonly terms: Terms;
  readonly asking: Asking;
  readonly provenance: ProvenancePlan;
  readonly otp: string | undefined;
  readonly announced: Announced | undefined;
}

/** What is no larger goes by one request sooner than by three; a gateway would take some MB. */
const SMALL = 1024 * 1024;

/** Whether a person shall approve it. */
export const stages = ({ values }: PublishCall): boolean =>
  values.stage === true || values.staged === true;

/** Publishes or stages, by the way that suits registry and size. */
export async function publishTo(
  publishing: Publishing,
  sent: (bytes: number) => void,
): Promise<Published> {
  const { driver, call, source, asking, announced } = publishing;
  const { packed } = source;
  const { name, version } = packed;
  const stage = stages(call);
  const [send, publication] = await Promise.all([
    wayTo(asking, packed, announced),
    publicationOf(publishing, stage, sent),
  ]);
  const of = { driver, registry: asking.registry, name, version };
  try {
    const stageId = await send(publication);
    if (stage) return { ...of, state: 'staged', stageId };
    return { ...of, state: 'published', url: `${asking.registry}/${name}/${version}` };
  } catch (error) {
    // The answer to the first of two requests may have got lost.
    const lost = error instanceof CommandError && error.exitCode !== 3 && !stage;
    const { integrity } = packed.digests;
    if (lost && (await isThere(asking, name, { version, integrity }))) {
      return { ...of, state: 'published' };
    }
    throw error;
  }
}

const wayTo = async (
  asking: Asking,
  { size }: Packed,
  announced: Announced | undefined,
): Promise<typeof upload> =>
  size > SMALL && (announced || (await isPantry(asking))) ? upload : sendOrdinarily;

async function publicationOf(
  { call, source, terms, asking, provenance, otp, announced }: Publishing,
  stage: boolean,
  sent: (bytes: number) => void,
): Promise<Publication> {
  const { registry, authorization = '' } = asking;
  const { packed, manifest } = source;
  const { tag, access } = terms;
  const signed = await provenance.make();
  const { questions } = call.terminal;
  return {
    registry,
    authorization,
    packed,
    document: publishDocument({ packed, manifest, registry, tag, access, provenance: signed }),
    otp,
    announced,
    stage,
    sent,
    say: (line) => call.terminal.note(line),
    env: call.env,
    askForCode: questions && (async (sentence) => questions.text(sentence)),
  };
}
