using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Omnichannel.Ids;

namespace Omnichannel.Inventory;

/// <summary>Names one reservation at one SKU and location. Made by the client, kept by it before the first send, reused on every retry. <inheritdoc cref="IIdentifier{TSelf}" path="/summary"/></summary>
[GenerateSerializer, Immutable, Alias("reservation-id"), JsonConverter(typeof(IdentifierJsonConverter<ReservationId>))]
public readonly record struct ReservationId([property: Id(0)] string Value) : IIdentifier<ReservationId>
{
    public static ReservationId Create(string value) => new(Identifier.Checked(value));

    public static bool IsValid([NotNullWhen(true)] string? value) => Identifier.IsValid(value);

    public override string ToString() => Value;
}
