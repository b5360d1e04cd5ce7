using System.Text.Json.Serialization;
using Omnichannel.Inventory;
using Omnichannel.Journal;

namespace Omnichannel.Pricing;

/// <summary>What can happen to the prices of a SKU. The tags are frozen; new members must be optional.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type", UnknownDerivedTypeHandling = JsonUnknownDerivedTypeHandling.FailSerialization)]
[JsonDerivedType(typeof(BasePriceSet), "base-price-set")]
[JsonDerivedType(typeof(BasePriceCleared), "base-price-cleared")]
[JsonDerivedType(typeof(PriceOverrideSet), "price-override-set")]
[JsonDerivedType(typeof(PriceOverrideCleared), "price-override-cleared")]
public abstract record PriceEvent(DateTimeOffset At, RememberedCommand Command) : MachineEvent(At);

public sealed record BasePriceSet(DateTimeOffset At, RememberedCommand Command, Currency Currency, long Amount, string? Reason) : PriceEvent(At, Command);

public sealed record BasePriceCleared(DateTimeOffset At, RememberedCommand Command, Currency Currency, string? Reason) : PriceEvent(At, Command);

/// <summary>A new override, or another one under the same id.</summary>
public sealed record PriceOverrideSet(
    DateTimeOffset At,
    RememberedCommand Command,
    PriceOverrideId OverrideId,
    Currency Currency,
    long Amount,
    Channel? Channel,
    PriceGroup? Group,
    DateTimeOffset? From,
    DateTimeOffset? Until,
    string Reason) : PriceEvent(At, Command);

public sealed record PriceOverrideCleared(DateTimeOffset At, RememberedCommand Command, PriceOverrideId OverrideId, string? Reason) : PriceEvent(At, Command);
