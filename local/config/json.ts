import * as v from 'valibot';

/** A list or an object that the command line and the environment give as JSON. */
export const json = <S extends v.GenericSchema>(
  schema: S,
): v.SchemaWithPipe<readonly [v.UnknownSchema, v.TransformAction<unknown, unknown>, S]> =>
  v.pipe(
    v.unknown(),
    v.transform((given) => (typeof given === 'string' ? fromJson(given) : given)),
    schema,
  );

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
