import type { Risk } from "../../packages/rating/risk.ts";
import { areas } from "./areas.ts";
import { carriers } from "./carriers.ts";
import { pick } from "./random.ts";

export type Person = { id: string; name: string; email: string; postcode: string; joinedOn: string };
export type Policy = {
  number: string;
  customer: string;
  carrier: string;
  risk: Risk;
  annualPence: number;
  coverStart: string;
  coverEnd: string;
  renewedFrom: string | null;
};
export type Claim = { policyNumber: string; lodgedOn: string; status: string; amountPence: number };

const firstNames =
  "Amelia Oliver Priya Callum Zainab Harriet Tomasz Grace Femi Isla Rhys Niamh Arjun Beth Owen Leila Jack Wei Ruth Dylan".split(
    " ",
  );
const lastNames =
  "Ashworth Begum Campbell Davies Eastwood Fraser Gill Hughes Iqbal Jones Kaur Lewis Morgan Nowak Okafor Patel Reid Shaw Turner Walsh".split(
    " ",
  );

/** `days` after a calendar day. */
export function daysAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}

function yearsBefore(day: string, years: number): string {
  return daysAfter(day, -Math.round(years * 365.25));
}

function riskOf(next: () => number, postcode: string): Risk {
  const excess = pick(next, [100, 250, 250, 500] as const);
  if (next() < 0.65) {
    const age = 19 + Math.floor(next() * 60);
    const vehicleGroup = 1 + Math.floor(next() * 50);
    return {
      product: "motor",
      postcode,
      age,
      vehicleGroup,
      annualMileage: 3000 + Math.floor(next() * 15) * 1000,
      excess,
    };
  }
  const propertyType = pick(next, ["flat", "terraced", "semi", "detached", "bungalow"] as const);
  const yearBuilt = 1880 + Math.floor(next() * 140);
  return { product: "home", postcode, propertyType, bedrooms: 1 + Math.floor(next() * 5), yearBuilt, excess };
}

/**
 * `count` customers, C-10001 and up. Each holds one current policy (C-10042 holds POL-20000042) that ends within
 * the next weeks, and up to seven earlier ones that it was renewed from. About three in ten have claimed.
 */
export function people(
  next: () => number,
  count: number,
  today: string,
): { persons: Person[]; policies: Policy[]; claims: Claim[] } {
  const persons: Person[] = [];
  const policies: Policy[] = [];
  const claims: Claim[] = [];
  let expired = 10_000_000;
  for (let n = 1; n <= count; n++) {
    const first = pick(next, firstNames);
    const last = pick(next, lastNames);
    const letters = "ABDEFGHJLNPQRSTUWXYZ";
    const inward = `${Math.floor(next() * 10)}${pick(next, [...letters])}${pick(next, [...letters])}`;
    const postcode = `${pick(next, areas)}${1 + Math.floor(next() * 20)} ${inward}`;
    // Many come for a year or two, and a good part of those who stay never leave.
    const years = next() < 0.3 ? 7 + Math.floor(next() * 2) : 1 + Math.floor(next() * 6);
    const currentEnd = daysAfter(today, 5 + Math.floor(next() * 40));
    const id = `C-${10_000 + n}`;
    persons.push({
      id,
      name: `${first} ${last}`,
      email: `${first}.${last}.${n}@example.com`.toLowerCase(),
      postcode,
      joinedOn: yearsBefore(currentEnd, years),
    });
    const risk = riskOf(next, postcode);
    const base = risk.product === "motor" ? 32_000 : 15_000;
    const claimant = next() < 0.3;
    let renewedFrom: string | null = null;
    for (let ago = years; ago >= 1; ago--) {
      const current = ago === 1;
      const number: string = current ? `POL-${20_000_000 + n}` : `POL-${++expired}`;
      const coverStart = yearsBefore(currentEnd, ago);
      const coverEnd = yearsBefore(currentEnd, ago - 1);
      const annualPence = base + Math.floor(next() * 40_000);
      policies.push({
        number,
        customer: id,
        carrier: pick(next, carriers).id,
        risk,
        annualPence,
        coverStart,
        coverEnd,
        renewedFrom,
      });
      if (claimant && (current || next() < 0.35)) {
        claims.push({
          policyNumber: number,
          lodgedOn: daysAfter(coverStart, 10 + Math.floor(next() * 280)),
          status: current ? "settled" : pick(next, ["settled", "settled", "declined"]),
          amountPence: 12_000 + Math.floor(next() * 400_000),
        });
      }
      renewedFrom = number;
    }
  }
  return { persons, policies, claims };
}
