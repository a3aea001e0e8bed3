import { invalid } from '../errors.ts';

/** A number as `coefficient × 10^exponent`, with no trailing zero in the coefficient. */
interface Decimal {
  readonly coefficient: bigint;
  readonly exponent: number;
}

/**
 * The exact decimal sum (0.1 + 0.2 is 0.3), as DynamoDB reckons.
 * A sum that no JavaScript number can carry back to the caller is refused.
 */
export function addExactly(left: number, right: number): number {
  const quick = left + right;
  if (Number.isSafeInteger(left) && Number.isSafeInteger(right) && Number.isSafeInteger(quick)) {
    return quick;
  }
  const sum = add(toDecimal(left), toDecimal(right));
  const rounded = Number(`${sum.coefficient}e${sum.exponent}`);
  const again = toDecimal(rounded);
  const isExact = again.coefficient === sum.coefficient && again.exponent === sum.exponent;
  if (!isExact || Math.abs(rounded) > Number.MAX_SAFE_INTEGER) {
    throw invalid(
      `The sum of ${left} and ${right} has more digits than a JavaScript number carries`,
    );
  }
  return rounded;
}

function add(left: Decimal, right: Decimal): Decimal {
  const exponent = Math.min(left.exponent, right.exponent);
  return trimmed(atExponent(left, exponent) + atExponent(right, exponent), exponent);
}

function atExponent(value: Decimal, exponent: number): bigint {
  return value.coefficient * 10n ** BigInt(value.exponent - exponent);
}

function toDecimal(value: number): Decimal {
  const [mantissa = '0', power = '0'] = String(value).split('e');
  const [whole = '0', fraction = ''] = mantissa.split('.');
  return trimmed(BigInt(whole + fraction), Number(power) - fraction.length);
}

function trimmed(coefficient: bigint, exponent: number): Decimal {
  if (coefficient === 0n) return { coefficient, exponent: 0 };
  let [digits, power] = [coefficient, exponent];
  while (digits % 10n === 0n) [digits, power] = [digits / 10n, power + 1];
  return { coefficient: digits, exponent: power };
}

/** The significant digits before and after the decimal point: 1200 has 2 and 0, -0.05 has 0 and 1. */
export function significantDigits(value: number): { whole: number; fraction: number } {
  if (Number.isSafeInteger(value)) return { whole: integerDigits(Math.abs(value)), fraction: 0 };
  const { coefficient, exponent } = toDecimal(value);
  const digits = String(coefficient).replace('-', '').length;
  const whole = Math.min(digits, Math.max(0, digits + exponent));
  return { whole, fraction: digits - whole };
}

function integerDigits(value: number): number {
  if (value === 0) return 0;
  let significant = value;
  while (significant % 10 === 0) significant /= 10;
  return String(significant).length;
}
