namespace Omnichannel.Pricing;

/// <summary>An amount of one currency, always whole minor units: cents for EUR, yen for JPY. Sums are checked; an overflow is an error, never a wrong figure.</summary>
[GenerateSerializer, Immutable, Alias("money")]
public readonly record struct Money([property: Id(0)] long Amount, [property: Id(1)] Currency Currency);
