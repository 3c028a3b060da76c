/** How the printed page looks: one A4 sheet in black on white, legible after a copier. */
export const pageStyle = `@page { size: A4; margin: 10mm }
* { box-sizing: border-box }
body { font: 9pt/1.32 system-ui, "DejaVu Sans", sans-serif; width: 190mm; margin: 1em auto; color: #111; background: #fff }
@media print { body { margin: 0 } }
header { display: flex; justify-content: space-between; gap: 4mm; border-bottom: .4mm solid #111; padding-bottom: 1mm }
header > div { flex: auto }
h1 { font-size: 15pt; line-height: 1.15; margin: 0 0 .3em }
h2 { font-size: 10pt; margin: 2.2mm 0 .6mm; break-after: avoid }
figure { margin: 0; width: 30mm; flex: none; text-align: center } svg { width: 26mm; height: 26mm; display: block; margin: 0 auto }
figcaption { font-size: 6.5pt; line-height: 1.2; color: #333 }
dl { display: grid; grid-template-columns: 1fr 1fr; gap: 0 5mm; margin: 0 } dl div { display: flex; gap: 2mm; min-width: 0 }
dt { flex: none; width: 27mm; color: #333 } dd { margin: 0; font-weight: 600; overflow-wrap: anywhere }
pre { font: 7.4pt/1.3 ui-monospace, "DejaVu Sans Mono", monospace; white-space: pre-wrap; overflow-wrap: anywhere; border: .2mm solid #999; padding: .8mm 1.6mm; margin: .6mm 0; tab-size: 2 }
p { margin: .4mm 0 }
ol, ul { margin: 0; padding-left: 4.5mm } li { margin: .4mm 0 }
.columns { display: grid; grid-template-columns: 1fr 1fr; gap: 0 6mm } .columns > * { min-width: 0 }
.checks { list-style: none } .checks b { display: inline-block; width: 4.5mm; margin-left: -4.5mm } .checks span { color: #333 }
.small { font-size: 8pt } a { color: inherit }
footer { margin-top: 2.5mm; padding-top: 1mm; border-top: .2mm solid #999; font-size: 6.5pt; color: #333; overflow-wrap: anywhere }`;
