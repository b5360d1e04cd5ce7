using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;
using Omnichannel.Ids;

namespace Omnichannel.Customers;

/// <summary>Names one device of a customer: a browser, a phone, a till. Made by the client; never anything personal. <inheritdoc cref="IIdentifier{TSelf}" path="/summary"/></summary>
[GenerateSerializer, Immutable, Alias("device-id"), JsonConverter(typeof(IdentifierJsonConverter<DeviceId>))]
public readonly record struct DeviceId([property: Id(0)] string Value) : IIdentifier<DeviceId>
{
    public static DeviceId Create(string value) => new(Identifier.Checked(value));

    public static bool IsValid([NotNullWhen(true)] string? value) => Identifier.IsValid(value);

    public override string ToString() => Value;
}
