import type { NamedDevice } from '../../electron/drivers/compare.ts';
import { type DeviceForecast, forecast } from '../../electron/drivers/forecast.ts';
import type { DriverTables } from '../../modem-db/drivers/index.ts';

/** The forecast of each device, for each of the tables in turn; releases that are judged by the same tables share theirs. */
export function forecastAll(devices: readonly NamedDevice[], tables: readonly DriverTables[]): (readonly DeviceForecast[])[] {
  const made = new Map<DriverTables['drivers'], readonly DeviceForecast[]>();
  return tables.map((one) => {
    const forecasts = made.get(one.drivers) ?? devices.map(({ shape }) => forecast(shape, one));
    made.set(one.drivers, forecasts);
    return forecasts;
  });
}
