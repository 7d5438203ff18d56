/** A JSON text with one of its values replaced, wherever it is. */
export function bentJson(json: string, place: number, value: unknown): string {
  let values = 0;
  JSON.parse(json, (_, inner) => {
    values++;
    return inner;
  });
  let at = 0;
  return JSON.stringify(JSON.parse(json, (_, inner) => (at++ === place % values ? value : inner)));
}
