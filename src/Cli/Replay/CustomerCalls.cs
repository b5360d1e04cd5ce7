using System.Text.Json;
using System.Text.Json.Serialization;
using Omnichannel.Grid;

namespace Omnichannel.Replay;

internal sealed record RegisterBody(ProfileBody Profile, string Channel);

internal sealed record ProfileBody(IReadOnlyDictionary<string, string> Preferences);

internal sealed record ClaimBody(string Customer, string Kind, string Value);

internal sealed record PurchaseBody(long Total, string Currency, long Units, string Channel, string PurchasedAt);

internal sealed record TouchpointBody(string Channel, string Subject, string Outcome, string Reference);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(RegisterBody))]
[JsonSerializable(typeof(ClaimBody))]
[JsonSerializable(typeof(PurchaseBody))]
[JsonSerializable(typeof(TouchpointBody))]
internal sealed partial class CustomerCallsJson : JsonSerializerContext;

/// <summary>The calls of the contract of customers that a replay makes.</summary>
internal static class CustomerCalls
{
    private const string ClaimPath = "/v1/identities/claim";

    public static GridCall Register(string customer, RegisterBody body) =>
        new(HttpMethod.Put, Contract.Customer(customer), JsonSerializer.SerializeToUtf8Bytes(body, CustomerCallsJson.Default.RegisterBody));

    public static GridCall Claim(ClaimBody body) =>
        new(HttpMethod.Post, ClaimPath, JsonSerializer.SerializeToUtf8Bytes(body, CustomerCallsJson.Default.ClaimBody));

    public static GridCall Record(string customer, string purchase, PurchaseBody body) =>
        new(HttpMethod.Put, Contract.Purchase(customer, purchase), JsonSerializer.SerializeToUtf8Bytes(body, CustomerCallsJson.Default.PurchaseBody));

    public static GridCall Record(string customer, string touchpoint, TouchpointBody body) =>
        new(HttpMethod.Put, Contract.Touchpoint(customer, touchpoint), JsonSerializer.SerializeToUtf8Bytes(body, CustomerCallsJson.Default.TouchpointBody));
}
