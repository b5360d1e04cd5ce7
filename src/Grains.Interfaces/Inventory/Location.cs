using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Omnichannel.Ids;

namespace Omnichannel.Inventory;

/// <summary>A place that holds stock: a shop, a warehouse, a dark store. <inheritdoc cref="IIdentifier{TSelf}" path="/summary"/></summary>
[GenerateSerializer, Immutable, Alias("location"), JsonConverter(typeof(IdentifierJsonConverter<Location>))]
public readonly record struct Location([property: Id(0)] string Value) : IIdentifier<Location>
{
    public static Location Create(string value) => new(Identifier.Checked(value));

    public static bool IsValid([NotNullWhen(true)] string? value) => Identifier.IsValid(value);

    public override string ToString() => Value;
}
