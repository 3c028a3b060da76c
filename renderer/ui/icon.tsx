/** Line icons on a 20 by 20 grid, drawn for this app. Decorative: the words beside them say it. */
const paths = {
  dongle: 'M7 2.5h6v4H7zM5.5 6.5h9v9.5a1.5 1.5 0 0 1-1.5 1.5H7a1.5 1.5 0 0 1-1.5-1.5zM9 4.5h.01M11 4.5h.01M8 14h4',
  check: 'M4 10.5l4 4 8-9',
  cross: 'M5 5l10 10M15 5L5 15',
  question: 'M7.5 7.5a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.9-1.1 1.8M10 14.5h.01',
  warning: 'M10 3l7.5 13.5h-15zM10 8.5v3.5M10 14.2h.01',
  info: 'M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15zM10 9v4.5M10 6.5h.01',
  lock: 'M5 9h10v8H5zM7 9V6.5a3 3 0 0 1 6 0V9',
  chevron: 'M7.5 5l5 5-5 5',
  copy: 'M7 7h9.5v9.5H7zM13 7V3.5H3.5V13H7',
  folder: 'M2.5 5h5l1.8 2h8.2v9h-15z',
  download: 'M10 3v9.5M6 9l4 4 4-4M3.5 16.5h13',
  plug: 'M7 2.5v4M13 2.5v4M4.5 6.5h11v3a5.5 5.5 0 0 1-11 0zM10 15v3',
  refresh: 'M16 10a6 6 0 1 1-1.8-4.3M16 3v3.5h-3.5',
  skip: 'M5 10h10',
  clock: 'M10 17.5a7.5 7.5 0 1 0 0-15 7.5 7.5 0 0 0 0 15zM10 6v4l2.5 2',
  eye: 'M2 10s3-5.5 8-5.5 8 5.5 8 5.5-3 5.5-8 5.5S2 10 2 10zM10 12.2a2.2 2.2 0 1 0 0-4.4 2.2 2.2 0 0 0 0 4.4z',
  back: 'M5 8.5h7.5a4 4 0 0 1 0 8H9M8 5L4.5 8.5 8 12',
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name, size = 18 }: { name: IconName; size?: number }) {
  return (
    <svg className="icon" width={size} height={size} viewBox="0 0 20 20" aria-hidden="true" focusable="false">
      <path d={paths[name]} />
    </svg>
  );
}
