import type { Driver, PublishCall } from '../driver.ts';
import { pantryDriver } from './pantry.ts';

/** Where the packages of a call go to. */
export const chosenDrivers = (call: PublishCall): readonly Driver[] => [pantryDriver(call)];
