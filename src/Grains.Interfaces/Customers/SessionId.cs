using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Omnichannel.Ids;

namespace Omnichannel.Customers;

/// <summary>Names one visit on one channel and device. Made by the client, reused on every retry. <inheritdoc cref="IIdentifier{TSelf}" path="/summary"/></summary>
[GenerateSerializer, Immutable, Alias("session-id"), JsonConverter(typeof(IdentifierJsonConverter<SessionId>))]
public readonly record struct SessionId([property: Id(0)] string Value) : IIdentifier<SessionId>
{
    public static SessionId Create(string value) => new(Identifier.Checked(value));

    public static bool IsValid([NotNullWhen(true)] string? value) => Identifier.IsValid(value);

    public override string ToString() => Value;
}
