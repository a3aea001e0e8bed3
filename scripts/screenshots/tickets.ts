import { must, type People } from './people.ts';

export interface Tickets {
  /** The id of one that alice's package got. */
  readonly ticket: string;
}

/** To the owners of a package, and to those who run the registry. */
export async function openTickets({ alice, ben, dmitri }: People): Promise<Tickets> {
  const { body } = must(
    await ben.post('/-/v1/tickets', {
      to: 'owners',
      kind: 'problem',
      package: '@acme/cache',
      subject: 'The type of onEvict lacks its second argument',
      text: 'In 2.0.0 the callback gets the value too, but index.d.ts says (key) only.\n\nShall I send a change?',
    }),
  );
  must(
    await alice.post(`/-/v1/tickets/${body.id}/messages`, {
      text: 'Yes please! It is in docs/eviction.md as well.',
    }),
  );
  must(
    await dmitri.post('/-/v1/tickets', {
      to: 'owners',
      kind: 'question',
      package: '@acme/cache',
      subject: 'Will there be a limit in bytes?',
      text: 'The README has it on its list.',
    }),
  );
  must(
    await alice.post('/-/v1/tickets', {
      to: 'operators',
      kind: 'abuse',
      package: 'left-justify',
      subject: 'Its postinstall reads the environment',
      text: 'Please have a look at version 0.0.3.',
    }),
  );
  return { ticket: body.id };
}
