using Microsoft.Extensions.Primitives;
using Omnichannel.Customers;
using Omnichannel.Http;

namespace Omnichannel.Carts;

/// <summary>Who acts on a cart: <c>Cart-Token</c>, the secret of a device, or <c>Cart-Customer</c>, a customer whom the channel has signed in. Exactly one of them.</summary>
internal static class CartOwner
{
    public const string TokenHeader = "Cart-Token";
    public const string CustomerHeader = "Cart-Customer";
    public const string TokenPattern = "^[A-Za-z0-9._:-]{22,64}$";

    public static CartActor Of(HttpContext httpContext)
    {
        var (token, customer) = (httpContext.Request.Headers[TokenHeader], httpContext.Request.Headers[CustomerHeader]);
        if (token.Count + customer.Count == 0) throw new BadInputException(ProblemKinds.CartOwnerMissing, detail: $"Send {TokenHeader}, or {CustomerHeader}.");
        if (token.Count + customer.Count > 1) throw new BadInputException(ProblemKinds.CartOwnerInvalid, detail: $"Send one of {TokenHeader} and {CustomerHeader}, once.");
        return token.Count == 1 ? OfToken(token) : OfCustomer(customer);
    }

    /// <summary>The hash of the device that calls, when it is a device and not a customer who acts.</summary>
    public static CartTokenHash Device(HttpContext httpContext) => Of(httpContext).Token
        ?? throw new BadInputException(ProblemKinds.CartOwnerInvalid, detail: $"A device takes a cart over: send its {TokenHeader}.");

    /// <summary>The device that calls, when it says which one it is.</summary>
    public static CartActor? TokenOrNull(HttpContext httpContext) => httpContext.Request.Headers[TokenHeader].Count == 0 ? null : Of(httpContext);

    public static RouteHandlerBuilder NeedsOwner(this RouteHandlerBuilder route) => route
        .WithMetadata(new ParameterNote(TokenHeader, $"The secret of a device: {CartToken.Rule}. Or {CustomerHeader}.", "0d7f3c2a9b8e4f61a5c0e7d2")
        {
            IsHeader = true,
            Pattern = TokenPattern,
        })
        .WithMetadata(new ParameterNote(CustomerHeader, $"The customer whom the channel has signed in. Or {TokenHeader}.", "ada")
        {
            IsHeader = true,
            Pattern = Check.IdentifierPattern,
        })
        .AddEndpointFilter(HintAsync)
        .Refuses(ProblemKinds.CartOwnerMissing, ProblemKinds.CartOwnerInvalid, ProblemKinds.CartNotFound, ProblemKinds.NotYourCart, ProblemKinds.CustomerErased);

    /// <summary>Who answers for a customer who was merged; null when the customer was not.</summary>
    public static async Task<CustomerId?> SurvivorOfAsync(CustomerId customer, IGrainFactory grains) =>
        (await grains.GetGrain<ICustomerGrain>(customer.Value).Profile()).Customer is { } found && found.Id != customer ? found.Id : null;

    public static Problem Merged(CustomerId survivor, string field) =>
        new(ProblemKinds.CustomerMerged, "Act as the survivor.", field, writer => writer.WriteString("survivor", survivor.Value));

    // The carts of a customer who was merged are the survivor's: whoever still comes with the old id is told, instead of only being shown the door.
    private static async ValueTask<object?> HintAsync(EndpointFilterInvocationContext call, EndpointFilterDelegate next)
    {
        var answer = await next(call);
        if (answer is not Problem problem || problem.Kind != ProblemKinds.NotYourCart) return answer;
        if (Of(call.HttpContext).Customer is not { } customer) return answer;
        var grains = call.HttpContext.RequestServices.GetRequiredService<IGrainFactory>();
        return await SurvivorOfAsync(customer, grains) is { } survivor ? problem with { Facts = writer => writer.WriteString("survivor", survivor.Value) } : answer;
    }

    private static CartActor OfToken(StringValues token) => CartToken.IsValid(token[0])
        ? CartActor.Of(new CartToken(token[0]!))
        : throw new BadInputException(ProblemKinds.CartOwnerInvalid, TokenHeader, $"{TokenHeader} is {CartToken.Rule}.");

    private static CartActor OfCustomer(StringValues customer) => CustomerId.IsValid(customer[0])
        ? CartActor.Of(new CustomerId(customer[0]!))
        : throw new BadInputException(ProblemKinds.CartOwnerInvalid, CustomerHeader, $"{CustomerHeader} is {Ids.Identifier.Rule}.");
}
