using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Omnichannel.Ids;

namespace Omnichannel.Carts;

/// <summary>Names one hand-over of a cart to another device. Made by the client, reused on every retry. <inheritdoc cref="IIdentifier{TSelf}" path="/summary"/></summary>
[GenerateSerializer, Immutable, Alias("handover-id"), JsonConverter(typeof(IdentifierJsonConverter<HandoverId>))]
public readonly record struct HandoverId([property: Id(0)] string Value) : IIdentifier<HandoverId>
{
    public static HandoverId Create(string value) => new(Identifier.Checked(value));

    public static bool IsValid([NotNullWhen(true)] string? value) => Identifier.IsValid(value);

    public override string ToString() => Value;
}
