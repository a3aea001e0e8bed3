import { unavailable } from '#domain/errors.ts';
import type { PackageName } from '#domain/package-name.ts';
import type { Package, Provenance } from '#domain/package.ts';
import type { Publisher } from '#domain/principal.ts';
import { bundleIn } from '#domain/provenance/bundle-attachment.ts';
import { provenanceOff, provenanceRequired } from '#domain/provenance/refused.ts';
import type { SourceIdentity } from '#domain/provenance/source-identity.ts';
import type { PublishDocument, PublishPlan } from '#domain/publish-document.ts';
import type { Services } from '#store/services.ts';

interface Attesting {
  readonly principal: Publisher;
  readonly services: Pick<Services, 'policy' | 'trustRoot'>;
}

/** Provenance that a publish brought and that holds. */
export interface Attested {
  /** The bundle as JSON text. */
  readonly bundle: string;
  /** What the release says of it, but for where the bundle lies. */
  readonly facts: Omit<Provenance, 'integrity'>;
}

/** Verifies the bundle that a publish brings; undefined: it brings none. Nothing is written before it holds. */
export async function verifyAttached(
  { principal, services }: Attesting,
  document: Pick<PublishDocument, '_attachments'>,
  plan: Pick<PublishPlan, 'name' | 'version' | 'manifest' | 'tarball'>,
): Promise<Attested | undefined> {
  const { name, version, manifest, tarball } = plan;
  const bundle = bundleIn(document, name, version);
  if (bundle === undefined) return undefined;
  if (services.policy.provenance === 'off') throw provenanceOff();
  const root = await services.trustRoot();
  if (root === undefined) throw noTrustRoot();
  // Certificates and logs are 95 KB of code, which most publishes, and every start, can do without.
  const [{ verifyProvenance }, { readTrustRoot }] = await Promise.all([
    import('#domain/provenance/verify-provenance.ts'),
    import('#domain/provenance/trust-root.ts'),
  ]);
  const verified = verifyProvenance(bundle, readTrustRoot(root), {
    name,
    version,
    integrity: tarball.digests.integrity,
    run: principal.kind === 'ci' ? principal.run : undefined,
    // What clients send of it is what documents show, and need not be what the tarball has.
    repositories: [tarball.packageJson['repository'], manifest['repository']],
  });
  return { bundle: verified.bundle, facts: factsOf(verified.predicateType, verified.source) };
}

/** A rule of the package's owners, held against the very state that the version follows on. */
export function checkRequired(
  name: PackageName,
  pkg: Package | undefined,
  attested: object | undefined,
): void {
  if (pkg?.rules?.provenance === true && !attested) throw provenanceRequired(name);
}

function factsOf(predicateType: string, source: SourceIdentity): Attested['facts'] {
  const { repository, commit, workflow, run, runner } = source;
  return {
    predicateType,
    repository,
    ...(commit !== undefined && { commit }),
    ...(workflow !== undefined && { workflow }),
    ...(run !== undefined && { run }),
    ...(runner !== undefined && { runner }),
  };
}

const noTrustRoot = (): Error =>
  unavailable(
    'provenance can’t be verified, since this registry has no trust root yet: repeat the command in some minutes, publish with `--no-provenance`, or ask an admin to look at `trustRoot`',
  );
