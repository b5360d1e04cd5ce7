using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Omnichannel.Ids;

namespace Omnichannel.Inventory;

/// <summary>Names one reservation of many lines. Each of its lines is a reservation of the same id at its own SKU and location. <inheritdoc cref="IIdentifier{TSelf}" path="/summary"/></summary>
[GenerateSerializer, Immutable, Alias("reservation-group-id"), JsonConverter(typeof(IdentifierJsonConverter<ReservationGroupId>))]
public readonly record struct ReservationGroupId([property: Id(0)] string Value) : IIdentifier<ReservationGroupId>
{
    public static ReservationGroupId Create(string value) => new(Identifier.Checked(value));

    public static bool IsValid([NotNullWhen(true)] string? value) => Identifier.IsValid(value);

    public override string ToString() => Value;
}
