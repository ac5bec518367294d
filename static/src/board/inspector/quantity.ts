import type { Quantity } from '../../model/types'

/** Whether a value as it travels is a quantity in normal form. */
export function isQuantity(value: unknown): value is Quantity {
  return typeof value === 'object' && value !== null && 'value' in value && 'source' in value
}
