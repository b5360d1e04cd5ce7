using System.Text.Json;
using System.Text.Json.Serialization;
using Omnichannel.Grid;

namespace Omnichannel.Replay;

internal sealed record OpenCartBody(string Currency, string Channel);

internal sealed record FulfilmentBody(string Kind, string Location);

internal sealed record AddLineBody(string Sku, long Quantity, FulfilmentBody Fulfilment, int HoldForSeconds);

internal sealed record CheckoutBody(int HoldForSeconds, long ExpectedTotal);

internal sealed record BasePriceBody(long Amount, string Reason);

/// <summary>What a replay reads of a checkout.</summary>
internal sealed record CheckoutAnswer(IReadOnlyList<CheckoutLineAnswer> Lines, long Total);

internal sealed record CheckoutLineAnswer(string LineId, string Sku, IReadOnlyList<HeldAnswer> Reservations);

internal sealed record HeldAnswer(string ReservationId, long Quantity);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(OpenCartBody))]
[JsonSerializable(typeof(AddLineBody))]
[JsonSerializable(typeof(CheckoutBody))]
[JsonSerializable(typeof(BasePriceBody))]
[JsonSerializable(typeof(CheckoutAnswer))]
internal sealed partial class CartCallsJson : JsonSerializerContext;

/// <summary>The calls of the contracts of carts and prices that a replay makes.</summary>
internal static class CartCalls
{
    public static GridCall SetPrice(string sku, string currency, string id, BasePriceBody body) => new(
        HttpMethod.Put,
        Contract.BasePrice(sku, currency),
        JsonSerializer.SerializeToUtf8Bytes(body, CartCallsJson.Default.BasePriceBody),
        IdempotencyKey: id);

    public static GridCall Open(string cart, string customer, OpenCartBody body) => new(
        HttpMethod.Put, Contract.Cart(cart), JsonSerializer.SerializeToUtf8Bytes(body, CartCallsJson.Default.OpenCartBody), CartCustomer: customer);

    public static GridCall Add(string cart, string line, string customer, AddLineBody body) => new(
        HttpMethod.Put,
        Contract.CartLine(cart, line),
        JsonSerializer.SerializeToUtf8Bytes(body, CartCallsJson.Default.AddLineBody),
        IdempotencyKey: line,
        CartCustomer: customer);

    public static GridCall CheckOut(string cart, string checkout, string customer, CheckoutBody body) => new(
        HttpMethod.Put,
        Contract.Checkout(cart, checkout),
        JsonSerializer.SerializeToUtf8Bytes(body, CartCallsJson.Default.CheckoutBody),
        CartCustomer: customer);
}
